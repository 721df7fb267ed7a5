import { eq } from "drizzle-orm";
import type { Express, RequestHandler } from "express";
import { idParams, noteChangesSchema } from "@shared/input";
import { notes } from "@shared/schema";
import { requireAdmin, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const noStore: RequestHandler = (_req, res, next) => {
  res.set("Cache-Control", "no-store");
  next();
};

export function registerNoteRoutes(app: Express): void {
  app
    .route("/api/notes/:id")
    .all(requireAuth)
    .all(requireAdmin)
    .patch(
      handler(async (req, res) => {
        const { id } = parse(idParams, req.params);
        const { title, body } = parse(noteChangesSchema, req.body);
        const [note] = await db.update(notes).set({ title, body }).where(eq(notes.id, id)).returning();
        if (!note) throw new HttpError(404, "Note not found");
        res.json(note);
      }),
    );
}
