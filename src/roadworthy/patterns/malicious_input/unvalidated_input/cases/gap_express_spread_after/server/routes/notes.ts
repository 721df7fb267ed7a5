import type { Express } from "express";
import { notes } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/notes",
    requireAuth,
    handler(async (req, res) => {
      const note = { userId: currentUser(req).id, ...req.body };
      await db.insert(notes).values(note);
      res.status(201).end();
    }),
  );
}
