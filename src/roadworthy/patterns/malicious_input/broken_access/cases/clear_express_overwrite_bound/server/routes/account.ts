import { eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { noteSchema } from "@shared/input";
import { notes } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { attemptOf, handler, parse } from "../requests";

const keptSchema = noteSchema.extend({ id: z.number().int().positive() });

export function registerAccountRoutes(app: Express): void {
  app.put(
    "/api/notes",
    requireAuth,
    handler(async (req, res) => {
      const { id, title, body } = parse(keptSchema, req.body);
      const [kept] = await db
        .insert(notes)
        .values({ id, userId: currentUser(req).id, title, body, idempotencyKey: attemptOf(req, { id }) })
        .onConflictDoUpdate({ target: notes.id, set: { title, body }, setWhere: eq(notes.userId, currentUser(req).id) })
        .returning({ id: notes.id });
      res.json(kept);
    }),
  );
}
