import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Express } from "express";
import { users } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";

const links = new Map<string, number>();

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/auth/forgot-password",
    handler(async (req, res) => {
      const [user] = await db.select().from(users).where(eq(users.email, String(req.body.email)));
      if (user) links.set(randomBytes(24).toString("hex"), user.id);
      res.status(202).end();
    }),
  );
}
