import type { Express } from "express";
import { currentUser, requireAuth } from "../auth";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/account",
    requireAuth,
    handler(async (req, res) => {
      const { id, email, name } = currentUser(req);
      res.json({ id, email, name });
    }),
  );
}
