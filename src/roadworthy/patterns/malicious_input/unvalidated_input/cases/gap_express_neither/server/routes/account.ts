import { eq } from "drizzle-orm";
import { pgTable, serial, text } from "drizzle-orm/pg-core";
import type { Express } from "express";
import { z } from "zod";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const STATES = ["open", "packed", "sent"];
export const parcels = pgTable("parcels", { id: serial("id").primaryKey(), status: text("status").notNull() });

export function registerAccountRoutes(app: Express): void {
  app.patch(
    "/api/parcels/:id",
    requireAdmin,
    handler(async (req, res) => {
      const { id } = parse(z.object({ id: z.coerce.number().int() }), req.params);
      const { status } = req.body;
      if (!status) throw new HttpError(400, "Nothing to change");
      await db.update(parcels).set({ status }).where(eq(parcels.id, id));
      res.status(204).end();
    }),
  );
}
