import { pgTable, serial, timestamp, varchar } from "drizzle-orm/pg-core";

export const slots = pgTable("slots", {
  id: serial("id").primaryKey(),
  title: varchar("title", { length: 80 }).notNull(),
  endsAt: timestamp("ends_at", { withTimezone: true }).notNull(),
});
