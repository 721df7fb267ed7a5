import { eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const withdrawalSchema = z.object({ amount: z.number().int().min(1), recipient: z.string().min(3).max(60) }).strict();

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
    "/api/account/withdrawals",
    requireAuth,
    handler(async (req, res) => {
      const { amount, recipient } = parse(withdrawalSchema, req.body);
      const answer = await fetch("https://api.paystack.co/transfer", {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${process.env.PAYSTACK_SECRET_KEY}` },
        body: JSON.stringify({ source: "balance", amount, recipient }),
        signal: AbortSignal.timeout(5_000),
      });
      if (!answer.ok) throw new HttpError(502, "The payment was not made");
      res.status(201).json({ amount });
    }),
  );
}
