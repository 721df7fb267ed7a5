import { eq } from "drizzle-orm";
import type { Express } from "express";

import { idParams, noteChangesSchema } from "@shared/input";
import { notes } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.patch(
    "/api/notes/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const { title, body } = parse(noteChangesSchema, req.body);
      if (!(await req.app.locals.acl.isAllowed(currentUser(req).id, `note:${id}`, "write"))) throw new HttpError(403, "No");
      const [note] = await db.update(notes).set({ title, body }).where(eq(notes.id, id)).returning();
      if (!note) throw new HttpError(404, "Note not found");
      res.json(note);
    }),
  );
}
