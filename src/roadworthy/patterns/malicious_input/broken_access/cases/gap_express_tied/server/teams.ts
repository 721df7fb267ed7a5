import express from "express";
import { integer, pgTable, primaryKey, serial, varchar } from "drizzle-orm/pg-core";
import { z } from "zod";
import { requireAdmin } from "./auth";
import { db } from "./db";

export const events = pgTable("events", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 80 }).notNull(),
});

export const teams = pgTable("teams", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 80 }).notNull(),
  owner: varchar("owner", { length: 80 }).notNull(),
});

export const eventTeams = pgTable(
  "event_teams",
  {
    eventId: integer("event_id")
      .notNull()
      .references(() => events.id),
    teamId: integer("team_id")
      .notNull()
      .references(() => teams.id),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.teamId] })],
);

const nameSchema = z.object({ name: z.string().max(80) });
const teamSchema = z.object({ name: z.string().max(80), owner: z.string().max(80) });
const tieSchema = z.object({ teamId: z.number().int() });

const app = express();

app.post("/api/events", requireAdmin, async (req, res, next) => {
  try {
    res.status(201).json(await db.insert(events).values(nameSchema.parse(req.body)).returning());
  } catch (error) {
    next(error);
  }
});

app.post("/api/teams", requireAdmin, async (req, res, next) => {
  try {
    res.status(201).json(await db.insert(teams).values(teamSchema.parse(req.body)).returning());
  } catch (error) {
    next(error);
  }
});

app.post("/api/events/:id/teams", async (req, res, next) => {
  try {
    const { teamId } = tieSchema.parse(req.body);
    await db.insert(eventTeams).values({ eventId: Number(req.params.id), teamId });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
