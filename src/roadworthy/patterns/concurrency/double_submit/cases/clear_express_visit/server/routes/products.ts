import { randomUUID } from "node:crypto";
import type { Express } from "express";
import { guests } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";

export function registerProductRoutes(app: Express): void {
  app.post(
    "/api/guests",
    handler(async (_req, res) => {
      const sessionToken = randomUUID();
      await db.insert(guests).values({ sessionToken, expiresAt: new Date(Date.now() + 604_800_000) });
      res.cookie("guest", sessionToken, { httpOnly: true, secure: true, sameSite: "strict" }).status(204).end();
    }),
  );
}
