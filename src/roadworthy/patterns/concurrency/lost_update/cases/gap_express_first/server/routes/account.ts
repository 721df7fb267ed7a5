import { and, eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { orderSchema } from "@shared/input";
import { baskets, notes, orders, products, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

/** Erases a person and everything that is theirs, all or nothing. */
async function eraseAccount(userId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(baskets).where(eq(baskets.userId, userId));
    await tx.delete(notes).where(eq(notes.userId, userId));
    await tx.delete(orders).where(eq(orders.userId, userId));
    await tx.delete(sessions).where(sql`${sessions.sess} -> 'passport' ->> 'user' = ${String(userId)}`);
    await tx.delete(users).where(eq(users.id, userId));
  });
}

export function registerAccountRoutes(app: Express): void {
  app.delete(
    "/api/account",
    requireAuth,
    handler(async (req, res) => {
      await eraseAccount(currentUser(req).id);
      await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
      res.clearCookie("connect.sid").status(204).end();
    }),
  );

  app.post(
    "/api/account/basket",
    requireAuth,
    handler(async (req, res) => {
      const userId = currentUser(req).id;
      const { productId, quantity } = parse(orderSchema, req.body);
      const [product] = await db.select().from(products).where(eq(products.id, productId));
      if (!product) throw new HttpError(404, "Product not found");
      const [line] = await db
        .select()
        .from(baskets)
        .where(and(eq(baskets.userId, userId), eq(baskets.productId, product.id)));
      if (!line) {
        await db
          .insert(baskets)
          .values({ userId, productId: product.id, quantity })
          .onConflictDoNothing({ target: [baskets.userId, baskets.productId] });
        return res.status(201).json({ productId });
      }
      await db
        .update(baskets)
        .set({ quantity: line.quantity + quantity })
        .where(eq(baskets.id, line.id));
      res.status(201).json({ productId });
    }),
  );
}
