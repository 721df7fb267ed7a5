import { Link } from "wouter";
import type { Order } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { LoadMore } from "@/components/load-more";
import { usePaged } from "@/hooks/use-paged";
import { formatDate, formatPrice } from "@/lib/format";

export default function OrdersPage() {
  const list = usePaged<Order>("/api/orders");

  return (
    <>
      <h1>Your orders</h1>
      {list.isLoading && <p>Loading…</p>}
      {list.error && <LoadError error={list.error} retry={list.refetch} />}
      {list.isSuccess && list.rows.length === 0 && <p>You have not ordered anything yet.</p>}
      <ul className="list">
        {list.rows.map((order) => (
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
      <LoadMore {...list} />
    </>
  );
}
