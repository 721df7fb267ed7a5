import type { Express } from "express";
import { requireAdmin } from "../auth";
import { pool } from "../db";
import { handler } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.get(
    "/api/admin/people",
    requireAdmin,
    handler(async (req, res) => {
      const { page = 1, limit = 10 } = req.query as { page?: number; limit?: number };
      const found = await pool.query("SELECT id, email FROM members ORDER BY id LIMIT $1 OFFSET $2", [limit, (page - 1) * limit]);
      res.json(found.rows);
    }),
  );
}
