import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { orderStatuses } from "@shared/constants";
import type { Order, Product, PublicUser, ShopNumbers } from "@shared/schema";
import { ErrorBoundary } from "@/components/error-boundary";
import { LoadError } from "@/components/load-error";
import { LoadMore } from "@/components/load-more";
import { useAuth } from "@/hooks/use-auth";
import { usePaged } from "@/hooks/use-paged";
import { formatDate, formatPrice } from "@/lib/format";
import { apiRequest, queryClient } from "@/lib/queryClient";

const emptyProduct = { name: "", description: "", category: "Pantry", price: "", stock: 0, imageUrl: "/images/jam.svg" };

function Overview() {
  const { data: numbers, error, refetch } = useQuery<ShopNumbers>({ queryKey: ["/api/admin/overview"] });

  if (error) return <LoadError error={error} retry={refetch} />;
  if (!numbers) return <p>Loading…</p>;

  return (
    <p>
      {numbers.today} orders today, {numbers.products} products, {numbers.customers} customers
    </p>
  );
}

function OrdersTable() {
  const list = usePaged<Order>("/api/admin/orders");

  const statusMutation = useMutation({
    mutationFn: async ({ id, status }: { id: number; status: string }) => {
      await apiRequest("PATCH", `/api/admin/orders/${id}/status`, { status });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["/api/admin/orders"] }),
  });

  return (
    <div className="table-wrap">
      {list.error && <LoadError error={list.error} retry={list.refetch} />}
      {statusMutation.error && <p className="error">{statusMutation.error.message}</p>}
      <table>
        <thead>
          <tr>
            <th>Order</th>
            <th>Placed</th>
            <th>Total</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {list.rows.map((order) => (
            <tr key={order.id}>
              <td>#{order.id}</td>
              <td>{formatDate(order.createdAt)}</td>
              <td>{formatPrice(order.total)}</td>
              <td>
                <select
                  value={order.status}
                  disabled={statusMutation.isPending || order.status === "cancelled"}
                  aria-label={`Status of order ${order.id}`}
                  onChange={(event) => statusMutation.mutate({ id: order.id, status: event.target.value })}
                >
                  {orderStatuses.map((status) => (
                    <option key={status} value={status}>
                      {status}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore {...list} />
    </div>
  );
}

function ProductsTable() {
  const list = usePaged<Product>("/api/products");
  const [draft, setDraft] = useState(emptyProduct);

  const refresh = () => queryClient.invalidateQueries({ queryKey: ["/api/products"] });

  const createMutation = useMutation({
    mutationFn: async () => {
      await apiRequest("POST", "/api/admin/products", draft);
    },
    onSuccess: () => {
      setDraft(emptyProduct);
      refresh();
    },
  });

  const stockMutation = useMutation({
    mutationFn: async ({ id, stock }: { id: number; stock: number }) => {
      await apiRequest("PATCH", `/api/admin/products/${id}`, { stock });
    },
    onSuccess: refresh,
  });

  const handleCreate = (event: FormEvent) => {
    event.preventDefault();
    createMutation.mutate();
  };

  return (
    <>
      {list.error && <LoadError error={list.error} retry={list.refetch} />}
      {stockMutation.error && <p className="error">{stockMutation.error.message}</p>}
      <ul className="list">
        {list.rows.map((product) => (
          <li key={product.id} className="card row">
            <span className="grow">{product.name}</span>
            <span>{formatPrice(product.price)}</span>
            <input
              type="number"
              min={0}
              defaultValue={product.stock}
              aria-label={`Stock of ${product.name}`}
              onBlur={(event) => {
                const stock = Number(event.target.value);
                if (stock !== product.stock) stockMutation.mutate({ id: product.id, stock });
              }}
            />
          </li>
        ))}
      </ul>
      <LoadMore {...list} />
      <form className="form" onSubmit={handleCreate}>
        <h3>New product</h3>
        <input
          placeholder="Name"
          aria-label="Name"
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <input
          placeholder="Description"
          aria-label="Description"
          value={draft.description}
          onChange={(event) => setDraft({ ...draft, description: event.target.value })}
        />
        <input
          placeholder="Price, such as 4.50"
          aria-label="Price"
          value={draft.price}
          onChange={(event) => setDraft({ ...draft, price: event.target.value })}
        />
        <input
          type="number"
          aria-label="Stock"
          value={draft.stock}
          onChange={(event) => setDraft({ ...draft, stock: Number(event.target.value) })}
        />
        {createMutation.error && <p className="error">{createMutation.error.message}</p>}
        <button type="submit" disabled={createMutation.isPending}>
          Add product
        </button>
      </form>
    </>
  );
}

function UsersTable() {
  const list = usePaged<PublicUser>("/api/admin/users");

  return (
    <>
      {list.error && <LoadError error={list.error} retry={list.refetch} />}
      <ul className="list">
        {list.rows.map((user) => (
          <li key={user.id} className="card row">
            <span className="grow">{user.name}</span>
            <span className="muted">{user.email}</span>
            <span className="badge">{user.role}</span>
          </li>
        ))}
      </ul>
      <LoadMore {...list} />
    </>
  );
}

export default function AdminPage() {
  const { user, isLoading } = useAuth();

  if (isLoading) return <p>Loading…</p>;
  if (user?.role !== "admin") return <p>This page is for shop staff.</p>;

  return (
    <>
      <h1>Admin</h1>
      <ErrorBoundary section="the overview">
        <Overview />
      </ErrorBoundary>
      <h2>Orders</h2>
      <ErrorBoundary section="the orders">
        <OrdersTable />
      </ErrorBoundary>
      <h2>Products</h2>
      <ErrorBoundary section="the products">
        <ProductsTable />
      </ErrorBoundary>
      <h2>Customers</h2>
      <ErrorBoundary section="the customers">
        <UsersTable />
      </ErrorBoundary>
    </>
  );
}
