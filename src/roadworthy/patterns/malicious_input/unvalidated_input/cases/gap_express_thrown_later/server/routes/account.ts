import { numeric, pgTable, serial, text } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { requireAuth } from "../auth";
import { pool } from "../db";

export const budgets = pgTable("budgets", { id: serial("id").primaryKey(), category: text("category"), amount: numeric("amount") });

export function registerAccountRoutes(app: Express): void {
  app.get("/api/budgets/:id", requireAuth, (req, res) => {
    const id = parseInt(req.params.id);
    pool.query("SELECT category, amount FROM budgets WHERE id = $1", [id], (error, result) => {
      if (error) throw error;
      res.json(result.rows);
    });
  });
}
