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
      const { title } = parse(noteChangesSchema, req.body);
      const staff = process.env.ADMIN_IDS?.split(",").map((one) => one.trim()) ?? [];
      if (!staff.includes(String(currentUser(req).id))) throw new HttpError(403, "Admins only");
      res.json(await db.update(notes).set({ title }).where(eq(notes.id, id)).returning());
    }),
  );
}
