import type { Express } from "express";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { hash } from "../auth";
import { users } from "@shared/schema";
import { db } from "../db";
import { handler, parse } from "../requests";

const schema = z.object({ email: z.string().email().max(254), password: z.string().min(8).max(72) }).strict();

export function registerOrderRoutes(app: Express): void {
  app.post(
    "/api/office/reset-password",
    handler(async (req, res) => {
      const { email, password } = parse(schema, req.body);
      await db.update(users).set({ password: await hash(password) }).where(eq(users.email, email));
      res.status(204).end();
    }),
  );
}
