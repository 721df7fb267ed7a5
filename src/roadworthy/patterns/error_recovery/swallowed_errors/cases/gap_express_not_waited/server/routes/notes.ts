import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import type { Express } from "express";
import { idParams, noteChangesSchema, noteSchema, pageQuery } from "@shared/input";
import { notes } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { attemptOf, handler, HttpError, parse } from "../requests";

const { idempotencyKey, ...noteColumns } = getTableColumns(notes);

export function registerNoteRoutes(app: Express): void {
  app.get(
    "/api/notes",
    requireAuth,
    handler(async (req, res) => {
      const { limit, cursor } = parse(pageQuery, req.query);
      const rows = await db
        .select(noteColumns)
        .from(notes)
        .where(and(eq(notes.userId, currentUser(req).id), cursor ? lt(notes.id, cursor) : undefined))
        .orderBy(desc(notes.id))
        .limit(limit);
      res.json(rows);
    }),
  );

  app.get(
    "/api/notes/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const [note] = await db
        .select(noteColumns)
        .from(notes)
        .where(and(eq(notes.id, id), eq(notes.userId, currentUser(req).id)));
      if (!note) throw new HttpError(404, "Note not found");
      res.json(note);
    }),
  );

  app.post(
    "/api/notes",
    requireAuth,
    handler(async (req, res) => {
      const userId = currentUser(req).id;
      const { title, body } = parse(noteSchema, req.body);
      const key = attemptOf(req, { title, body });
      db.insert(notes)
        .values({ userId, title, body, idempotencyKey: key })
        .onConflictDoNothing({ target: [notes.userId, notes.idempotencyKey] })
        .execute();
      res.status(201).json({ title, body });
    }),
  );

  app.patch(
    "/api/notes/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const { title, body } = parse(noteChangesSchema, req.body);
      const [note] = await db
        .update(notes)
        .set({ title, body })
        .where(and(eq(notes.id, id), eq(notes.userId, currentUser(req).id)))
        .returning(noteColumns);
      if (!note) throw new HttpError(404, "Note not found");
      res.json(note);
    }),
  );

  app.delete(
    "/api/notes/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const deleted = await db
        .delete(notes)
        .where(and(eq(notes.id, id), eq(notes.userId, currentUser(req).id)))
        .returning({ id: notes.id });
      if (deleted.length === 0) throw new HttpError(404, "Note not found");
      res.status(204).end();
    }),
  );
}
