import { desc } from "drizzle-orm";
import type { Express } from "express";
import { recipes } from "@shared/recipes";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/recipes",
    handler(async (_req, res) => {
      res.json(await db.select().from(recipes).orderBy(desc(recipes.id)).limit(50));
    }),
  );
}
