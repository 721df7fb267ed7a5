import { integer, pgTable, serial, varchar } from "drizzle-orm/pg-core";

export const clerks = pgTable("clerks", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 80 }).notNull(),
  desk: integer("desk").notNull(),
});

export const leaflets = pgTable("leaflets", {
  id: serial("id").primaryKey(),
  title: varchar("title", { length: 120 }).notNull(),
  deletedBy: integer("deleted_by").references(() => clerks.id),
});
