import { eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";
import bcrypt from "bcryptjs";
import { z } from "zod";
import { parse } from "../requests";

/** Erases a person and everything that is theirs, all or nothing. */
async function eraseAccount(userId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(notes).where(eq(notes.userId, userId));
    await tx.delete(orders).where(eq(orders.userId, userId));
    await tx.delete(sessions).where(sql`${sessions.sess} -> 'passport' ->> 'user' = ${String(userId)}`);
    await tx.delete(users).where(eq(users.id, userId));
  });
}

const passwordSchema = z.object({ password: z.string().min(10).max(72) });

export function registerAccountRoutes(app: Express): void {
  app.put(
    "/api/account/password",
    requireAuth,
    handler(async (req, res) => {
      const { password } = parse(passwordSchema, req.body);
      await db.update(users).set({ password: await bcrypt.hash(password, 10) }).where(eq(users.id, currentUser(req).id));
      res.status(204).end();
    }),
  );
  app.delete(
    "/api/account",
    requireAuth,
    handler(async (req, res) => {
      await eraseAccount(currentUser(req).id);
      await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
      res.clearCookie("connect.sid").status(204).end();
    }),
  );
}
