import { and, eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { idParams } from "@shared/input";
import { articles, notes, orders, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

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
    "/api/articles",
    handler(async (_req, res) => {
      res.json(await db.select().from(articles).where(eq(articles.published, true)).orderBy(articles.id).limit(50));
    }),
  );

  app.get(
    "/api/articles/:id",
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const [article] = await db.select().from(articles).where(and(eq(articles.id, id), eq(articles.published, true)));
      if (!article) throw new HttpError(404, "Article not found");
      res.json(article);
    }),
  );
}
