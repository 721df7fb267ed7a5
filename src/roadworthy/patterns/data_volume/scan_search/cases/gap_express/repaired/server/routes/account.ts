import { and, eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, parse } from "../requests";
import { z } from "zod";

/** Erases a person and everything that is theirs, all or nothing. */
async function eraseAccount(userId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(notes).where(eq(notes.userId, userId));
    await tx.delete(orders).where(eq(orders.userId, userId));
    await tx.delete(sessions).where(sql`${sessions.sess} -> 'passport' ->> 'user' = ${String(userId)}`);
    await tx.delete(users).where(eq(users.id, userId));
  });
}

const searchQuery = z.object({ q: z.string().min(2).max(80) });

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
    "/api/account/search",
    requireAuth,
    handler(async (req, res) => {
      const { q } = parse(searchQuery, req.query);
      const found = await db
        .select({ id: notes.id, title: notes.title })
        .from(notes)
        .where(and(eq(notes.userId, currentUser(req).id), sql`to_tsvector('simple', ${notes.title}) @@ plainto_tsquery('simple', ${q})`))
        .limit(20);
      res.json(found);
    }),
  );
}
