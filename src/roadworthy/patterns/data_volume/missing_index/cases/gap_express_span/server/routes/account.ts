import { and, count, eq, gte } from "drizzle-orm";
import { pgTable, serial, text, timestamp } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler, parse } from "../requests";

export const happenings = pgTable("happenings", {
  id: serial("id").primaryKey(),
  kind: text("kind").notNull(),
  happenedAt: timestamp("happened_at", { withTimezone: true }).notNull().defaultNow(),
});

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/happenings",
    requireAdmin,
    handler(async (req, res) => {
      const { kind } = parse(z.object({ kind: z.enum(["opened", "closed"]) }), req.body);
      await db.insert(happenings).values({ kind });
      res.status(201).end();
    }),
  );
  app.get(
    "/api/happenings/opened",
    requireAdmin,
    handler(async (_req, res) => {
      const since = new Date(Date.now() - 86_400_000);
      const [found] = await db
        .select({ number: count() })
        .from(happenings)
        .where(and(eq(happenings.kind, "opened"), gte(happenings.happenedAt, since)));
      res.json(found);
    }),
  );
}
