import { and, eq, sql } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { idParams } from "@shared/input";
import { addresses, notes, orders, parcels, sessions, users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const parcelSchema = z.object({ addressId: z.number().int().min(1), content: z.string().min(1).max(120) }).strict();

/** Erases a person and everything that is theirs, all or nothing. */
async function eraseAccount(userId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(notes).where(eq(notes.userId, userId));
    await tx.delete(orders).where(eq(orders.userId, userId));
    await tx.delete(sessions).where(sql`${sessions.sess} -> 'passport' ->> 'user' = ${String(userId)}`);
    await tx.delete(users).where(eq(users.id, userId));
  });
}

export function registerAccountRoutes(app: Express): void {
  app.delete(
    "/api/account",
    requireAuth,
    handler(async (req, res) => {
      await eraseAccount(currentUser(req).id);
      await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
      res.clearCookie("connect.sid").status(204).end();
    }),
  );

  app.get(
    "/api/account/addresses",
    requireAuth,
    handler(async (req, res) => {
      res.json(await db.select().from(addresses).where(eq(addresses.userId, currentUser(req).id)).limit(50));
    }),
  );

  app.delete(
    "/api/account/addresses/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      await db.delete(addresses).where(and(eq(addresses.id, id), eq(addresses.userId, currentUser(req).id)));
      res.status(204).end();
    }),
  );

  app.post(
    "/api/account/parcels",
    requireAuth,
    handler(async (req, res) => {
      const { addressId, content } = parse(parcelSchema, req.body);
      const [parcel] = await db.insert(parcels).values({ addressId, content }).returning();
      res.status(201).json(parcel);
    }),
  );
}
