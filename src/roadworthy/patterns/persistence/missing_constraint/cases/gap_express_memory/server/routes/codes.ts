import express, { type Express } from "express";
import { randomInt } from "node:crypto";
import { rateLimit } from "express-rate-limit";
import { handler } from "../requests";

const pendingCodes = new Map<string, string>();

const few = rateLimit({ windowMs: 60_000, limit: 5 });

/** A code that is sent to somebody, and looked at when they come back with it. */
export function registerCodeRoutes(app: Express): void {
  app.post("/api/codes", few, handler(async (req, res) => {
    const email = String(req.body.email).slice(0, 200);
    pendingCodes.set(email, String(randomInt(100000, 1000000)));
    res.json({ sent: true });
  }));
  app.post("/api/codes/check", few, handler(async (req, res) => {
    const email = String(req.body.email).slice(0, 200);
    const known = pendingCodes.get(email);
    pendingCodes.delete(email);
    res.json({ right: known === String(req.body.code) });
  }));
}
