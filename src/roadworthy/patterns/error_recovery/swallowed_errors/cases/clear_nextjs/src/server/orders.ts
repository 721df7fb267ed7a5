import "server-only";
import { desc, eq } from "drizzle-orm";
import { db } from "./db";
import { orders } from "./schema";

/** What somebody ordered, the latest first. */
export async function ordersOf(userId: number) {
  try {
    return await db
      .select({ id: orders.id, quantity: orders.quantity, total: orders.total })
      .from(orders)
      .where(eq(orders.userId, userId))
      .orderBy(desc(orders.id))
      .limit(50);
  } catch (error) {
    throw new Error(`the orders of user ${userId} could not be read`, { cause: error });
  }
}
