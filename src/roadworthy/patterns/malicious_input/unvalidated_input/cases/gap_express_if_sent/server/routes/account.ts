import { eq } from "drizzle-orm";
import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

export const parcels = pgTable("parcels", { id: serial("id").primaryKey(), label: text("label"), shelf: integer("shelf") });

export function registerAccountRoutes(app: Express): void {
  app.patch(
    "/api/parcels/:id",
    requireAdmin,
    handler(async (req, res) => {
      const { id } = parse(z.object({ id: z.coerce.number().int() }), req.params);
      const { shelf } = parse(z.object({ shelf: z.number().int().min(0).max(500) }), req.body);
      const { label } = req.body;
      if (label !== undefined) {
        if (label === "") throw new HttpError(400, "No such label");
      }
      await db.update(parcels).set({ shelf, label }).where(eq(parcels.id, id));
      res.status(204).end();
    }),
  );
}
