import { eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";
import { Receiver } from "@upstash/qstash";
import { HttpError } from "../requests";

const receiver = new Receiver({
  currentSigningKey: process.env.QSTASH_CURRENT_SIGNING_KEY ?? "",
  nextSigningKey: process.env.QSTASH_NEXT_SIGNING_KEY ?? "",
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
  app.post(
    "/api/work/payments",
    handler(async (req, res) => {
      const signed = await receiver.verify({ signature: String(req.get("upstash-signature")), body: JSON.stringify(req.body) });
      if (!signed) throw new HttpError(401, "Bad signature");
      const { orderId, status } = req.body;
      await db.update(orders).set({ status }).where(eq(orders.id, Number(orderId)));
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
