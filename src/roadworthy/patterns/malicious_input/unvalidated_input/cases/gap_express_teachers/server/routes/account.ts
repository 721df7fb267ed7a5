import { eq } from "drizzle-orm";
import { integer, pgTable, serial, text, varchar } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

export const lessons = pgTable("lessons", { id: serial("id").primaryKey(), title: text("title"), weight: integer("weight") });

const lesson = z.object({ title: z.string().min(1).max(80), weight: z.number().int() }).strict();

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/lessons",
    requireAuth,
    handler(async (req, res) => {
      if (!["teacher", "admin"].includes(currentUser(req).role)) throw new HttpError(403, "Not yours");
      const { title, weight } = parse(lesson, req.body);
      await db.insert(lessons).values({ title, weight });
      res.status(204).end();
    }),
  );
}
