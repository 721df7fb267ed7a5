import type { Express } from "express";
import { requireAuth } from "../auth";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/manuals",
    requireAuth,
    handler(async (req, res) => {
      res.download(String(req.query.name), { root: "manuals" });
    }),
  );
}
