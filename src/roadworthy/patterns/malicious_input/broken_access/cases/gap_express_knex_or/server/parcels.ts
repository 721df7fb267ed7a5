import express from "express";
import { integer, pgTable, serial, varchar } from "drizzle-orm/pg-core";
import knexFactory from "knex";
import { users } from "../shared/schema";
import { currentUser, requireAuth } from "./auth";

export const parcels = pgTable("parcels", {
  id: serial("id").primaryKey(),
  user_id: integer("user_id")
    .notNull()
    .references(() => users.id),
  receiver_id: integer("receiver_id").references(() => users.id),
  phone: varchar("phone", { length: 20 }).notNull(),
});

const knex = knexFactory({ client: "pg", connection: process.env.DATABASE_URL });
const app = express();

app.get("/api/parcels/:id", requireAuth, async (req, res, next) => {
  try {
    const me = currentUser(req).id;
    const parcel = await knex("parcels")
      .where({ id: req.params.id, user_id: me })
      .orWhere({ id: req.params.id })
      .first();
    if (!parcel) {
      res.status(404).json({ message: "Not found" });
      return;
    }
    res.json(parcel);
  } catch (error) {
    next(error);
  }
});
