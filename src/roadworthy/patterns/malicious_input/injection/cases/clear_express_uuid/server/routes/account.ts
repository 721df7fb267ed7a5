import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Express } from "express";
import { requireAuth } from "../auth";
import { handler } from "../requests";

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function isUuid(text: string): boolean {
  return FORM.test(text);
}

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/account/chunks",
    requireAuth,
    handler(async (req, res) => {
      const file = { id: req.query.id as string | undefined };
      if (!file.id) {
        file.id = randomUUID();
      } else if (!isUuid(file.id)) {
        res.status(400).json({ error: "That is no id" });
        return;
      }
      res.json({ size: (await stat(`chunks/${file.id}.part`)).size });
    }),
  );
}
