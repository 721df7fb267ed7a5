import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import type { Order, Product, PublicUser } from "@shared/schema";
import { useAuth } from "@/hooks/use-auth";
import { formatDate, formatPrice } from "@/lib/format";
import { apiRequest, queryClient } from "@/lib/queryClient";

const statuses = ["placed", "paid", "shipped", "delivered", "cancelled"];
const emptyProduct = { name: "", description: "", category: "Pantry", price: "", stock: 0, imageUrl: "/images/jam.svg" };

function Overview() {
  const [numbers, setNumbers] = useState<{ today: number; products: number; customers: number } | null>(null);
  const [error, setError] = useState("");

  useEffect(() => {
    const load = async () => {
      try {
        const ordersRes = await apiRequest("GET", "/api/admin/orders");
        const productsRes = await apiRequest("GET", "/api/products");
        const usersRes = await apiRequest("GET", "/api/admin/users");
        const orders: Order[] = await ordersRes.json();
        const products: Product[] = await productsRes.json();
        const users: PublicUser[] = await usersRes.json();
        const today = new Date().toDateString();
        setNumbers({
          today: orders.filter((order) => new Date(order.createdAt).toDateString() === today).length,
          products: products.length,
          customers: users.length,
        });
      } catch (err) {
        console.error("Error loading the overview:", err);
        setError("The overview could not be loaded");
      }
    };
    load();
  }, []);

  if (error) return <p className="error">{error}</p>;
  if (!numbers) return <p>Loading…</p>;

  return (
    <p>
      {numbers.today} orders today, {numbers.products} products, {numbers.customers} customers
    </p>
  );
}

function OrdersTable() {
  const { data: orders = [] } = useQuery<Order[]>({ queryKey: ["/api/admin/orders"] });

  const statusMutation = useMutation({
    mutationFn: async ({ id, status }: { id: number; status: string }) => {
      await apiRequest("PATCH", `/api/admin/orders/${id}/status`, { status });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["/api/admin/orders"] }),
  });

  return (
    <div className="table-wrap">
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
          {orders.map((order) => (
            <tr key={order.id}>
              <td>#{order.id}</td>
              <td>{formatDate(order.createdAt)}</td>
              <td>{formatPrice(order.total)}</td>
              <td>
                <select
                  value={order.status}
                  aria-label={`Status of order ${order.id}`}
                  onChange={(event) => statusMutation.mutate({ id: order.id, status: event.target.value })}
                >
                  {statuses.map((status) => (
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
    </div>
  );
}

function ProductsTable() {
  const { data: products = [] } = useQuery<Product[]>({ queryKey: ["/api/products"] });
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
      <ul className="list">
        {products.map((product) => (
          <li key={product.id} className="card row">
            <span className="grow">{product.name}</span>
            <span>{formatPrice(product.price)}</span>
            <input
              type="number"
              min={0}
              defaultValue={product.stock}
              aria-label={`Stock of ${product.name}`}
              onBlur={(event) => stockMutation.mutate({ id: product.id, stock: Number(event.target.value) })}
            />
          </li>
        ))}
      </ul>
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
  const { data: users = [] } = useQuery<PublicUser[]>({ queryKey: ["/api/admin/users"] });

  return (
    <ul className="list">
      {users.map((user) => (
        <li key={user.id} className="card row">
          <span className="grow">{user.name}</span>
          <span className="muted">{user.email}</span>
          <span className="badge">{user.role}</span>
        </li>
      ))}
    </ul>
  );
}

export default function AdminPage() {
  const { user, isLoading } = useAuth();

  if (isLoading) return <p>Loading…</p>;
  if (user?.role !== "admin") return <p>This page is for shop staff.</p>;

  return (
    <>
      <h1>Admin</h1>
      <Overview />
      <h2>Orders</h2>
      <OrdersTable />
      <h2>Products</h2>
      <ProductsTable />
      <h2>Customers</h2>
      <UsersTable />
    </>
  );
}
