import { and, eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { idParams } from "@shared/input";
import { notes, orders, products, sessions, userRoles, users } from "@shared/schema";
import { currentUser, requireAdmin, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const roleSchema = z.object({ userId: z.number().int().min(1), role: z.enum(["keeper", "reader"]) }).strict();

/** Lets in who keeps the stock. */
const requireKeeper = handler(async (req, _res, next) => {
  const [held] = await db
    .select({ role: userRoles.role })
    .from(userRoles)
    .where(and(eq(userRoles.userId, currentUser(req).id), eq(userRoles.role, "keeper")));
  if (!held || held.role !== "keeper") throw new HttpError(403, "Keepers only");
  next();
});

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

  app.post(
    "/api/account/roles",
    requireAdmin,
    handler(async (req, res) => {
      const { userId, role } = parse(roleSchema, req.body);
      await db.insert(userRoles).values({ userId, role }).onConflictDoNothing();
      res.status(201).json({ userId, role });
    }),
  );

  app.delete(
    "/api/account/stock/:id",
    requireAuth,
    requireKeeper,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      await db.update(products).set({ stock: 0 }).where(eq(products.id, id));
      res.status(204).end();
    }),
  );
}
