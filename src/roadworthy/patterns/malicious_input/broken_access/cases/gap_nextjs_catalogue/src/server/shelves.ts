import { pgTable, serial, varchar } from "drizzle-orm/pg-core";

export const shelves = pgTable("shelves", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 120 }).notNull().unique(),
});
