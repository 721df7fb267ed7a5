import { eq } from "drizzle-orm";
import type { Express } from "express";
import { OAuth2Client } from "google-auth-library";
import { users } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";

const google = new OAuth2Client(process.env.GOOGLE_CLIENT_ID);

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/auth/google/login",
    handler(async (req, res) => {
      const { idToken } = req.body;
      const ticket = await google.verifyIdToken({ idToken, audience: process.env.GOOGLE_CLIENT_ID });
      const person = ticket.getPayload();
      if (!person?.email || !person.email_verified) return void res.status(401).end();
      const [user] = await db.select().from(users).where(eq(users.email, person.email));
      if (!user) return void res.status(401).end();
      req.session.regenerate(() => {
        req.session.passport = { user: user.id };
        res.status(204).end();
      });
    }),
  );
}
