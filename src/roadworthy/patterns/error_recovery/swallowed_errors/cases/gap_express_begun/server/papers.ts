import express from "express";
import { Pool } from "pg";
import { requireAuth } from "./auth";

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000 });

app.post("/api/papers", requireAuth, (req, res, next) => {
  pool.query("INSERT INTO papers (user_id, title) VALUES ($1, $2)", [req.user.id, String(req.body.title)]);
  res.status(201).json({ success: true });
});
