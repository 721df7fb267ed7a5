import { eq } from "drizzle-orm";
import { pgTable, serial, text } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { db } from "../db";
import { handler, parse } from "../requests";

export const shelves = pgTable("shelves", { id: serial("id").primaryKey(), label: text("label") });
const shelf = z.object({ label: z.string().min(1).max(80) }).strict();
const key = z.object({ id: z.coerce.number().int().positive() });

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/shelves",
    handler(async (req, res) => {
      await db.insert(shelves).values(parse(shelf, req.body));
      res.status(204).end();
    }),
  );

  app.delete(
    "/api/shelves/:id",
    handler(async (req, res) => {
      await db.delete(shelves).where(eq(shelves.id, parse(key, req.params).id));
      res.status(204).end();
    }),
  );
}
