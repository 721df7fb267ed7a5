import type { Express } from "express";
import { handler } from "../requests";
import { logger } from "../logger";

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/account/check",
    handler(async (req, res) => {
      logger.debug(`checking ${req.body.password}`);
      res.json({ strong: String(req.body.password).length > 12 });
    }),
  );
}
