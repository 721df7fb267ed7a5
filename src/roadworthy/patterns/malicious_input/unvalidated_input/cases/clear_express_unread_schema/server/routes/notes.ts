import type { Express } from "express";
import validate from "express-validation";
import { noteRules } from "@shared/rules";
import { notes } from "@shared/schema";
import { requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/notes",
    requireAuth,
    validate(noteRules),
    handler(async (req, res) => {
      await db.insert(notes).values({ ...req.body });
      res.status(201).end();
    }),
  );
}
