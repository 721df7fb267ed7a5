import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Order } from "@shared/schema";
import { formatDate, formatPrice } from "@/lib/format";

export default function OrdersPage() {
  const { data: orders, isLoading, error } = useQuery<Order[]>({ queryKey: ["/api/orders"] });

  return (
    <>
      <h1>Your orders</h1>
      {isLoading && <p>Loading…</p>}
      {error && <p className="error">{error.message}</p>}
      {orders && orders.length === 0 && <p>You have not ordered anything yet.</p>}
      <ul className="list">
        {orders?.map((order) => (
          <li key={order.id}>
            <Link href={`/orders/${order.id}`} className="card row">
              <strong>#{order.id}</strong>
              <span className="grow muted">{formatDate(order.createdAt)}</span>
              <span className={`badge badge-${order.status}`}>{order.status}</span>
              <strong>{formatPrice(order.total)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
