import { and, eq } from "drizzle-orm";
import express from "express";
import { integer, pgTable, serial, varchar } from "drizzle-orm/pg-core";
import { z } from "zod";
import { users } from "../shared/schema";
import { currentUser, requireAuth } from "./auth";
import { db } from "./db";

export const addresses = pgTable("addresses", {
  id: serial("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  street: varchar("street", { length: 120 }).notNull(),
});

export const parcels = pgTable("parcels", {
  id: serial("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  addressId: integer("address_id").references(() => addresses.id),
  content: varchar("content", { length: 120 }).notNull(),
});

const parcelSchema = z.object({ addressId: z.number().int(), content: z.string().max(120) });
const addressSchema = z.object({ street: z.string().max(120) });

const app = express();

app.get("/api/addresses", requireAuth, async (req, res, next) => {
  try {
    res.json(await db.select().from(addresses).where(eq(addresses.userId, currentUser(req).id)).limit(50));
  } catch (error) {
    next(error);
  }
});

app.delete("/api/addresses/:id", requireAuth, async (req, res, next) => {
  try {
    const mine = and(eq(addresses.id, Number(req.params.id)), eq(addresses.userId, currentUser(req).id));
    await db.delete(addresses).where(mine);
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

app.get("/api/places", async (_req, res, next) => {
  try {
    res.json(await db.select().from(addresses).limit(50));
  } catch (error) {
    next(error);
  }
});

app.post("/api/parcels", requireAuth, async (req, res, next) => {
  try {
    const { addressId, content } = parcelSchema.parse(req.body);
    const [parcel] = await db.insert(parcels).values({ userId: currentUser(req).id, addressId, content }).returning();
    res.status(201).json(parcel);
  } catch (error) {
    next(error);
  }
});
