import { eq } from "drizzle-orm";
import type { Express } from "express";
import { users } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/auth/phone/login",
    handler(async (req, res) => {
      const { idToken, code } = req.body;
      const [user] = await db.select().from(users).where(eq(users.email, String(idToken)));
      if (!user || user.passwordHash !== String(code)) return void res.status(401).end();
      req.session.regenerate(() => {
        req.session.passport = { user: user.id };
        res.status(204).end();
      });
    }),
  );
}
