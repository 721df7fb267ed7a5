import { eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

/** Erases a person and everything that is theirs, all or nothing. */
async function eraseAccount(userId: number): Promise<void> {
  await db.transaction(async (tx) => {
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

  app.get(
    "/api/account/export",
    requireAuth,
    handler(async (req, res) => {
      const { id } = currentUser(req);
      const [account] = await db
        .select({ email: users.email, name: users.name })
        .from(users)
        .where(eq(users.id, id));
      const [ownNotes, ownOrders] = await Promise.all([
        db.select().from(notes).where(eq(notes.userId, id)),
        db.select().from(orders).where(eq(orders.userId, id)),
      ]);
      res.json({ account, notes: ownNotes, orders: ownOrders });
    }),
  );
}
