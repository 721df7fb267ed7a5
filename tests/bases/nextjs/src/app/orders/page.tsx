import { desc, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { orders } from "@/server/schema";
import { requireUser } from "@/server/session";

export default async function OrdersPage() {
  const user = await requireUser();
  const rows = await db
    .select({ id: orders.id, quantity: orders.quantity, total: orders.total })
    .from(orders)
    .where(eq(orders.userId, user.id))
    .orderBy(desc(orders.id))
    .limit(50);
  return (
    <>
      <h1>Orders</h1>
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
