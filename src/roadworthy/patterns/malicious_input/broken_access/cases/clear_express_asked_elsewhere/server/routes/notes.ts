import { eq } from "drizzle-orm";
import type { Express } from "express";
import { orders } from "@shared/schema";
import { requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.get(
    "/api/notes/pictures",
    requireAuth,
    handler(async (req, res) => {
      const [last] = await db.select().from(orders).where(eq(orders.id, Number(req.query.order)));
      const answer = await fetch(`https://pictures.example.com/?like=${last.idempotencyKey}`, {
        signal: AbortSignal.timeout(2_000),
      });
      res.json(await answer.json());
    }),
  );
}
