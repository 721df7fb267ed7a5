import { asc, eq, sql } from "drizzle-orm";
import { auditLog, favorites, orderItems, orders, reviews, sessions, users, type User } from "@shared/schema";
import { db, type Transaction } from "./db";
import { orderColumns } from "./storage";

/**
 * Erases a person. Favourites and reviews go with the account. Orders stay for the books (six years, see the
 * privacy page) without the address, the payment reference's owner or the link to the person.
 */
export async function eraseAccount(tx: Transaction, user: Pick<User, "id">): Promise<void> {
  await tx
    .update(orders)
    .set({ userId: null, shippingAddress: "(erased)", idempotencyKey: null, requestHash: null })
    .where(eq(orders.userId, user.id));
  await tx.delete(favorites).where(eq(favorites.userId, user.id));
  await tx.delete(reviews).where(eq(reviews.userId, user.id));
  await tx.delete(sessions).where(sql`${sessions.sess} -> 'passport' ->> 'user' = ${String(user.id)}`);
  await tx.delete(users).where(eq(users.id, user.id));
}

/** Everything that the shop holds about a person, table by table. */
export async function exportAccount(userId: number) {
  const [[account], ownOrders, items, ownReviews, ownFavorites, activity] = await Promise.all([
    db.select().from(users).where(eq(users.id, userId)),
    db.select(orderColumns).from(orders).where(eq(orders.userId, userId)).orderBy(asc(orders.id)),
    db
      .select({ item: orderItems })
      .from(orderItems)
      .innerJoin(orders, eq(orderItems.orderId, orders.id))
      .where(eq(orders.userId, userId))
      .orderBy(asc(orderItems.id)),
    db.select().from(reviews).where(eq(reviews.userId, userId)).orderBy(asc(reviews.id)),
    db.select().from(favorites).where(eq(favorites.userId, userId)).orderBy(asc(favorites.id)),
    db.select().from(auditLog).where(eq(auditLog.actor, `user:${userId}`)).orderBy(asc(auditLog.id)),
  ]);
  const { password, ...person } = account;
  return {
    exportedAt: new Date().toISOString(),
    account: person,
    orders: ownOrders,
    orderItems: items.map((row) => row.item),
    reviews: ownReviews,
    favorites: ownFavorites,
    activity,
  };
}
