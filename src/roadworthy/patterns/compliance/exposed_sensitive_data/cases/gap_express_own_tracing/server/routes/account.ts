import type { Express } from "express";
import { handler } from "../requests";
import { Logger } from "../logger";

const logger = new Logger();

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/account/check",
    handler(async (req, res) => {
      logger.trace(`checking ${req.body.password}`);
      res.json({ strong: String(req.body.password).length > 12 });
    }),
  );
}
