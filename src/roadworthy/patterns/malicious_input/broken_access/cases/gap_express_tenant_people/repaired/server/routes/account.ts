import { and, desc, eq } from "drizzle-orm";
import type { Express, Request } from "express";
import { z } from "zod";
import { idParams } from "@shared/input";
import { invoices, projects, users } from "@shared/schema";
import { currentUser, requireAdmin } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

function firmOf(req: Request): number {
  const { firmId } = currentUser(req);
  if (!firmId) throw new HttpError(403, "You are of no firm");
  return firmId;
}

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/invoices",
    requireAdmin,
    handler(async (req, res) => {
      const rows = await db.select().from(invoices).where(eq(invoices.firmId, firmOf(req))).orderBy(desc(invoices.id)).limit(50);
      res.json(rows);
    }),
  );
  app.get(
    "/api/projects",
    requireAdmin,
    handler(async (req, res) => {
      const rows = await db.select().from(projects).where(eq(projects.firmId, firmOf(req))).orderBy(desc(projects.id)).limit(50);
      res.json(rows);
    }),
  );
  app.patch(
    "/api/people/:id",
    requireAdmin,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const { name } = parse(z.object({ name: z.string().min(1).max(80) }), req.body);
      const changed = await db
        .update(users)
        .set({ name })
        .where(and(eq(users.id, id), eq(users.firmId, firmOf(req))))
        .returning({ id: users.id });
      if (changed.length === 0) throw new HttpError(404, "Nobody of this number");
      res.json(changed[0]);
    }),
  );
}
