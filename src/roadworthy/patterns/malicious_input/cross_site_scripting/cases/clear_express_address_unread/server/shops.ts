import express from "express";
import { integer, pgTable, serial, varchar } from "drizzle-orm/pg-core";
import { websiteSchema } from "@shops/rules";
import { z } from "zod";
import { users } from "../shared/schema";
import { currentUser, requireAuth } from "./auth";
import { db } from "./db";

export const shops = pgTable("shops", {
  id: serial("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  name: varchar("name", { length: 80 }).notNull(),
  website: varchar("website", { length: 200 }).notNull(),
});

const shopSchema = z.object({ name: z.string().max(80), website: websiteSchema });

const app = express();

app.get("/api/shops", async (_req, res, next) => {
  try {
    res.json(await db.select().from(shops).limit(50));
  } catch (error) {
    next(error);
  }
});

app.post("/api/shops", requireAuth, async (req, res, next) => {
  try {
    const { name, website } = shopSchema.parse(req.body);
    const [shop] = await db.insert(shops).values({ userId: currentUser(req).id, name, website }).returning();
    res.status(201).json(shop);
  } catch (error) {
    next(error);
  }
});
