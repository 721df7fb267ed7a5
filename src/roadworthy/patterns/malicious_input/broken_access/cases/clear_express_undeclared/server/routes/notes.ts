import type { Express } from "express";
import { z } from "zod";
import { currentUser, requireAuth } from "../auth";
import { pool } from "../db";
import { handler, HttpError, parse } from "../requests";

const ticketSchema = z.object({ title: z.string().trim().min(1).max(120) }).strict();
const idSchema = z.object({ id: z.coerce.number().int().positive() });

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/tickets",
    requireAuth,
    handler(async (req, res) => {
      const { title } = parse(ticketSchema, req.body);
      await pool.query("INSERT INTO tickets (buyer_id, title) VALUES ($1, $2)", [currentUser(req).id, title]);
      res.status(201).end();
    }),
  );

  app.get(
    "/api/tickets/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idSchema, req.params);
      const found = await pool.query("SELECT * FROM tickets WHERE ticket_id = $1 AND buyer_id = $2", [id, currentUser(req).id]);
      if (found.rows.length === 0) throw new HttpError(404, "Not found");
      res.json(found.rows[0]);
    }),
  );
}
