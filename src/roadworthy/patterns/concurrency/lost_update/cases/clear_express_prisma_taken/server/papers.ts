import express from "express";
import { Pool } from "pg";
import { requireAuth } from "./auth";

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000 });

app.post("/api/tickets/:id/take", requireAuth, async (req, res, next) => {
  try {
    const taken = await pool.query("UPDATE tickets SET assignee_id = $1 WHERE id = $2 AND assignee_id IS NULL", [
      req.user.id,
      req.params.id,
    ]);
    if (taken.rowCount === 0) return res.status(409).json({ message: "Somebody has it" });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
