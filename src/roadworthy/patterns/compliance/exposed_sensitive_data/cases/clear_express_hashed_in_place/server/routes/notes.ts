import bcrypt from "bcryptjs";
import type { Express } from "express";
import { users } from "@shared/schema";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

async function add(given: typeof users.$inferInsert) {
  await db.insert(users).values({ email: given.email, name: given.name, password: given.password });
}

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/people",
    requireAdmin,
    handler(async (req, res) => {
      req.body.password = await bcrypt.hash(req.body.password, 12);
      await add(req.body);
      res.status(201).end();
    }),
  );
}
