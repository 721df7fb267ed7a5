import express from "express";
import { Pool } from "pg";
import { requireAuth } from "./auth";

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000 });

app.post("/api/tickets/:id/take", requireAuth, async (req, res, next) => {
  try {
    const { rows } = await pool.query("SELECT id, assignee_id FROM tickets WHERE id = $1", [req.params.id]);
    if (rows.length === 0) return res.status(404).json({ message: "No such ticket" });
    if (rows[0].assignee_id) return res.status(409).json({ message: "Somebody has it" });
    await pool.query("UPDATE tickets SET assignee_id = $1 WHERE id = $2", [req.user.id, req.params.id]);
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
