import { eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { visits } from "@shared/visits";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/account/visit",
    requireAuth,
    handler(async (req, res) => {
      const userId = currentUser(req).id;
      await db.insert(visits).values({ userId });
      await db.update(visits).set({ count: sql`${visits.count} + 1` }).where(eq(visits.userId, userId));
      res.status(204).end();
    }),
  );
}
