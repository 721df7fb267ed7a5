import bcrypt from "bcryptjs";
import { eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const passwordSchema = z
  .object({ currentPassword: z.string().min(1).max(72), newPassword: z.string().min(8).max(72) })
  .strict();

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

  app.put(
    "/api/account/password",
    requireAuth,
    handler(async (req, res) => {
      const { currentPassword, newPassword } = parse(passwordSchema, req.body);
      const [user] = await db.select().from(users).where(eq(users.id, currentUser(req).id));
      if (!user || !(await bcrypt.compare(currentPassword, user.password))) throw new HttpError(403, "Wrong password");
      await db
        .update(users)
        .set({ password: await bcrypt.hash(newPassword, 10) })
        .where(eq(users.id, user.id));
      res.json({ changed: true });
    }),
  );
}
