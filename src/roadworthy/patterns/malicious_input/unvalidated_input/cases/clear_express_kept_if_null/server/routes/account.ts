import { integer, numeric, pgTable, serial, text } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { currentUser, requireAuth } from "../auth";
import { pool } from "../db";
import { handler, HttpError, parse } from "../requests";

export const budgets = pgTable("budgets", {
  id: serial("id").primaryKey(),
  userId: integer("user_id"),
  category: text("category"),
  amount: numeric("amount"),
});

const budget = z.object({ limit: z.number().min(0).max(1_000_000).optional(), category: z.string().max(40).optional() }).strict();

export function registerAccountRoutes(app: Express): void {
  app.put(
    "/api/budgets/:id",
    requireAuth,
    handler(async (req, res) => {
      const { limit, category } = parse(budget, req.body);
      const { rowCount } = await pool.query(
        "UPDATE budgets SET category = COALESCE($1, category), amount = COALESCE($2, amount) WHERE id = $3 AND user_id = $4",
        [category || null, limit || null, Number(req.params.id), currentUser(req).id],
      );
      if (!rowCount) throw new HttpError(404, "No such budget");
      res.status(204).end();
    }),
  );
}
