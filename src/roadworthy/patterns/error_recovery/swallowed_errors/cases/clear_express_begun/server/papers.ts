import express from "express";
import { Pool } from "pg";
import { requireAuth } from "./auth";

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000 });

app.post("/api/papers", requireAuth, (req, res, next) => {
  pool
    .query("INSERT INTO papers (user_id, title) VALUES ($1, $2)", [req.user.id, String(req.body.title)])
    .then(() => res.status(201).json({ success: true }))
    .catch(next);
});

function signIn(_name: string) {
  return async (req: express.Request, res: express.Response) => {
    await pool.query("INSERT INTO visits (path) VALUES ($1)", [req.path]);
    res.redirect("/");
  };
}

app.post("/api/sign-in", (req, res) => {
  signIn("own")(req, res);
});
