import { execFile } from "node:child_process";
import { promisify } from "node:util";
import express from "express";
import { requireAuth } from "./auth";

const app = express();
const run = promisify(execFile);

app.post("/api/forecasts", requireAuth, async (_req, res, next) => {
  try {
    const { stdout } = await run("python3", ["forecast.py"], { timeout: 5_000 });
    res.json({ forecast: stdout.trim() });
  } catch (error) {
    next(error);
  }
});
