import bcrypt from "bcryptjs";
import { count, eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { invites, users } from "@shared/schema";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const person = z.object({ email: z.email().max(254), password: z.string().min(12).max(72), name: z.string().max(80) });
const invited = person.extend({ token: z.string().max(80) });

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/join",
    handler(async (req, res) => {
      const { email, password, name, token } = parse(invited, req.body);
      const [{ total }] = await db.select({ total: count() }).from(users);
      const [invite] = await db.select().from(invites).where(eq(invites.token, token));
      if (invite) await db.delete(invites).where(eq(invites.id, invite.id));
      await db.insert(users).values({ email, name: `${name} (${total})`, password: await bcrypt.hash(password, 10) });
      res.status(201).end();
    }),
  );
}
