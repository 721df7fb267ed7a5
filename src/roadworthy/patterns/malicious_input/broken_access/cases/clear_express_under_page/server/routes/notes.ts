import { and, eq } from "drizzle-orm";
import type { Express } from "express";
import { pages, notes } from "@shared/schema";
import { db } from "../db";
import { handler, HttpError } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.get(
    "/api/pages/:slug/notes/:id",
    handler(async (req, res) => {
      const [page] = await db.select().from(pages).where(eq(pages.slug, req.params.slug));
      if (!page) throw new HttpError(404, "No such page");
      const [note] = await db
        .select()
        .from(notes)
        .where(and(eq(notes.id, Number(req.params.id)), eq(notes.pageId, page.id)));
      if (!note) throw new HttpError(404, "No such note");
      res.json(note);
    }),
  );
}
