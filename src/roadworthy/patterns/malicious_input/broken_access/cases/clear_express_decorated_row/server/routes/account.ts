import { eq } from "drizzle-orm";
import type { Express } from "express";
import { idParams } from "@shared/input";
import { notes, type Note, type User } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

type Decorated = Note & { canDelete?: boolean };

/** The note with what a person may do with it. */
function decorate(note: Note, user: User): Decorated {
  const copy: Decorated = { ...note };
  copy.canDelete = false;
  if (user.role === "admin" || user.id === copy.userId) {
    copy.canDelete = true;
  }
  return copy;
}

export function registerAccountRoutes(app: Express): void {
  app.delete(
    "/api/account/notes/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const [note] = await db.select().from(notes).where(eq(notes.id, id));
      if (!note) throw new HttpError(404, "Note not found");
      if (decorate(note, currentUser(req)).canDelete) {
        await db.delete(notes).where(eq(notes.id, id));
        return res.status(204).end();
      }
      throw new HttpError(403, "Not yours");
    }),
  );
}
