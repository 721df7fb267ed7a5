import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { invitations } from "@shared/invitations";
import { users } from "@shared/schema";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const accepted = z.object({ uuid: z.string().uuid(), password: z.string().min(12).max(72) }).strict();

export function registerAccountRoutes(app: Express): void {
  app.put(
    "/api/account/invitation",
    handler(async (req, res) => {
      const { uuid, password } = parse(accepted, req.body);
      const [invitation] = await db.select().from(invitations).where(eq(invitations.uuid, uuid));
      if (!invitation) throw new HttpError(404, "Invalid invitation");
      await db
        .update(users)
        .set({ password: await bcrypt.hash(password, 12) })
        .where(eq(users.id, invitation.userId));
      await db.delete(invitations).where(eq(invitations.id, invitation.id));
      res.status(204).end();
    }),
  );
}
