import type { Express } from "express";
import { users } from "@shared/schema";
import { requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/members",
    requireAuth,
    handler(async (_req, res) => {
      const members = await db.select().from(users).limit(50);
      for (let i = 0; i !== members.length; ++i) delete (members[i] as { password?: string }).password;
      res.json(members);
    }),
  );
}
