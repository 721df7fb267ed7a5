import { desc } from "drizzle-orm";
import type { Express } from "express";
import { trainingSessions } from "@shared/trainings";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/trainings",
    handler(async (_req, res) => {
      res.json(await db.select().from(trainingSessions).orderBy(desc(trainingSessions.id)).limit(50));
    }),
  );
}
