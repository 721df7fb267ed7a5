import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Express } from "express";
import { requireAuth } from "../auth";

export function registerAccountRoutes(app: Express): void {
  app.get("/api/account/terms", requireAuth, (_req, res) => {
    if (!existsSync("terms.md")) writeFileSync("terms.md", readFileSync("docs/terms.md"));
    res.json({ terms: readFileSync("terms.md", "utf8"), privacy: readFileSync("docs/privacy.md", "utf8") });
  });
}
