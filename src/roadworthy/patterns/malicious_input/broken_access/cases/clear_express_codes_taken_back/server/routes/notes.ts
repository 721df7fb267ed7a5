import { randomBytes } from "crypto";
import { eq } from "drizzle-orm";
import type { Express } from "express";
import { signInCodes } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";
import { sendCode } from "../mails";

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/codes",
    handler(async (req, res) => {
      const email = String(req.body.email);
      await db.update(signInCodes).set({ used: true }).where(eq(signInCodes.email, email));
      const code = randomBytes(16).toString("hex");
      await db.insert(signInCodes).values({ email, code });
      await sendCode(email, code);
      res.status(204).end();
    }),
  );
}
