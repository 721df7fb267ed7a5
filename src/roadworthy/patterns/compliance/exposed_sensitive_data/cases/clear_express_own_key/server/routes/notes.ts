import { randomBytes } from "crypto";
import type { Express } from "express";
import { feeds } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/keys",
    requireAuth,
    handler(async (req, res) => {
      const verificationCode = randomBytes(32).toString("hex");
      const [key] = await db.insert(feeds).values({ userId: currentUser(req).id, verificationCode }).returning();
      res.status(201).json({ verificationCode: key.verificationCode });
    }),
  );
}
