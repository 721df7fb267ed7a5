import { and, eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { idParams } from "@shared/input";
import { books, notes, orders, sessions, shelves, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const number = idParams.shape.id;
const bookParams = z.object({ shelf: number, book: number });
const bookSchema = z.object({ title: z.string().min(1).max(120) }).strict();

/** Refuses whoever asks for a shelf that is not theirs. */
const ownShelf = handler(async (req, _res, next) => {
  const { shelf } = parse(bookParams.pick({ shelf: true }), req.params);
  const [found] = await db
    .select({ id: shelves.id })
    .from(shelves)
    .where(and(eq(shelves.id, shelf), eq(shelves.userId, currentUser(req).id)));
  if (!found) throw new HttpError(404, "Shelf not found");
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

  app.get(
    "/api/account/shelves/:shelf/books",
    requireAuth,
    ownShelf,
    handler(async (req, res) => {
      const { shelf } = parse(bookParams.pick({ shelf: true }), req.params);
      res.json(await db.select().from(books).where(eq(books.shelfId, shelf)).limit(50));
    }),
  );

  app.patch(
    "/api/account/shelves/:shelf/books/:book",
    requireAuth,
    ownShelf,
    handler(async (req, res) => {
      const { book } = parse(bookParams, req.params);
      const { title } = parse(bookSchema, req.body);
      const [changed] = await db.update(books).set({ title }).where(eq(books.id, book)).returning();
      if (!changed) throw new HttpError(404, "Book not found");
      res.json(changed);
    }),
  );
}
