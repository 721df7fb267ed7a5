import { desc, eq } from "drizzle-orm";
import type { Express } from "express";
import { trainingSessions } from "@shared/trainings";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/trainings",
    requireAuth,
    handler(async (req, res) => {
      const mine = eq(trainingSessions.userId, currentUser(req).id);
      res.json(await db.select().from(trainingSessions).where(mine).orderBy(desc(trainingSessions.id)));
    }),
  );
}
