import type { Express } from "express";
import { z } from "zod";
import { wishers, wishes } from "@shared/wishes";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, parse } from "../requests";

const wishSchema = z.object({ title: z.string().min(1).max(120) }).strict();

export function registerWishRoutes(app: Express): void {
  app.post(
    "/api/wishes",
    requireAuth,
    handler(async (req, res) => {
      const { title } = parse(wishSchema, req.body);
      const [wisher] = await db
        .insert(wishers)
        .values({ userId: currentUser(req).id })
        .onConflictDoUpdate({ target: wishers.userId, set: { seenAt: new Date() } })
        .returning();
      const [wish] = await db.insert(wishes).values({ userId: wisher.userId, title }).onConflictDoNothing().returning();
      res.status(wish ? 201 : 200).json(wish ?? { title });
    }),
  );
}
