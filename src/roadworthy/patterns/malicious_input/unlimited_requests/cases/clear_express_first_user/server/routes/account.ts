import { existsSync, writeFileSync } from "node:fs";
import bcrypt from "bcryptjs";
import type { Express, RequestHandler } from "express";
import { handler } from "../requests";

const KEPT = "data/auth.json";

const notSetUp: RequestHandler = (_req, res, next) => {
  if (existsSync(KEPT)) return res.status(403).end();
  next();
};

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/setup/create-first-user",
    notSetUp,
    handler(async (req, res) => {
      writeFileSync(KEPT, JSON.stringify({ name: req.body.name, password: await bcrypt.hash(String(req.body.password), 10) }));
      res.status(201).end();
    }),
  );
}
