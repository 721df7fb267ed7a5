import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, parse } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/account/unlock",
    requireAuth,
    handler(async (req, res) => {
      const { password } = parse(z.object({ password: z.string().max(72) }), req.body);
      const [own] = await db.select({ hash: users.password }).from(users).where(eq(users.id, currentUser(req).id));
      try {
        const same = await bcrypt.compare(password, own.hash);
        if (!same) return res.status(401).json({ message: "Wrong password" });
      } catch (error) {
        console.error("password could not be compared:", error);
        return res.status(401).json({ message: "Wrong password" });
      }
      res.status(204).end();
    }),
  );
}
