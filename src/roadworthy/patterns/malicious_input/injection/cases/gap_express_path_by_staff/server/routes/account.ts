import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Express } from "express";
import { requireAdmin } from "../auth";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/backups/:name",
    requireAdmin,
    handler(async (req, res) => {
      res.type("application/gzip").send(await readFile(path.join("backups", decodeURIComponent(req.params.name))));
    }),
  );
}
