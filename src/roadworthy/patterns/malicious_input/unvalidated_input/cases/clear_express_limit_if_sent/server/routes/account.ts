import { desc, eq } from "drizzle-orm";
import type { Express } from "express";
import { notes } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/account/notes",
    requireAuth,
    handler(async (req, res) => {
      const limit = req.query.limit ? Math.min(Math.max(Number(req.query.limit) || 10, 1), 50) : 10;
      res.json(await db.select({ title: notes.title }).from(notes).where(eq(notes.userId, currentUser(req).id)).orderBy(desc(notes.id)).limit(limit));
    }),
  );
}
