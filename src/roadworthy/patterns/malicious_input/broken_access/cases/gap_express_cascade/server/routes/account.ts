import { and, eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { notePages } from "@shared/pages";
import { requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const pageParams = z.object({ id: z.coerce.number().int(), pageId: z.coerce.number().int() });

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/notes/:id/pages/:pageId",
    requireAuth,
    handler(async (req, res) => {
      const { id, pageId } = parse(pageParams, req.params);
      const [page] = await db
        .select()
        .from(notePages)
        .where(and(eq(notePages.id, pageId), eq(notePages.noteId, id)));
      if (!page) throw new HttpError(404, "Page not found");
      res.json(page);
    }),
  );
}
