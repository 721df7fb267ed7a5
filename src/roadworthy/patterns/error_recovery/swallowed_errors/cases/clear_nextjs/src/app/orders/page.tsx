import { ordersOf } from "@/server/orders";
import { requireUser } from "@/server/session";

export default async function OrdersPage() {
  const user = await requireUser();
  const rows = await ordersOf(user.id);
  return (
    <>
      <h1>Orders</h1>
      {rows.length === 0 && <p>You have not ordered anything yet</p>}
      <ul>
        {rows.map((order) => (
          <li key={order.id}>
            {order.quantity} for {order.total}
          </li>
        ))}
      </ul>
    </>
  );
}
