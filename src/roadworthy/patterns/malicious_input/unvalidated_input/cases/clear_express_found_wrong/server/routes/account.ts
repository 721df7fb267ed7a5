import { eq } from "drizzle-orm";
import { pgTable, serial, text } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

export const parcels = pgTable("parcels", { id: serial("id").primaryKey(), label: text("label").notNull() });

function wrongWith(label: string, longest: number) {
  if (!label) return "A label is missing";
  if (label.length > longest) return `${label} is longer than ${longest} letters`;
}

export function registerAccountRoutes(app: Express): void {
  app.patch(
    "/api/parcels/:id",
    requireAdmin,
    handler(async (req, res) => {
      const { id } = parse(z.object({ id: z.coerce.number().int() }), req.params);
      const { label } = req.body;
      const wrong = wrongWith(label, 80);
      if (wrong) throw new HttpError(400, wrong);
      await db.update(parcels).set({ label }).where(eq(parcels.id, id));
      res.status(204).end();
    }),
  );
}
