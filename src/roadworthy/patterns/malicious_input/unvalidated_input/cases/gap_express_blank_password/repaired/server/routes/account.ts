import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, parse } from "../requests";

const change = z.object({ password: z.string().trim().min(8).max(72) }).strict();

export function registerAccountRoutes(app: Express): void {
  app.put(
    "/api/account/password",
    requireAuth,
    handler(async (req, res) => {
      const { password } = parse(change, req.body);
      await db.update(users).set({ password: await bcrypt.hash(password, 10) }).where(eq(users.id, currentUser(req).id));
      res.status(204).end();
    }),
  );
}
