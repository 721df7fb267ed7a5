import { eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { idParams } from "@shared/input";
import { users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const own = z.object({ name: z.string().min(1).max(80) }).strict();

export function registerAccountRoutes(app: Express): void {
  app.put(
    "/api/account/people/:id",
    requireAuth,
    handler(async (req, res) => {
      const me = currentUser(req);
      const { id } = parse(idParams, req.params);
      if (me.id === id) {
        await db.update(users).set(parse(own, req.body)).where(eq(users.id, id));
        return res.status(204).end();
      }
      if (me.role !== "admin") throw new HttpError(403, "Administrators only");
      const { role, name } = req.body;
      await db.update(users).set({ role, name: String(name).slice(0, 80) }).where(eq(users.id, id));
      res.status(204).end();
    }),
  );
}
