import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";

export const indexers = pgTable("indexers", {
  id: serial("id").primaryKey(),
  host: text("host").notNull(),
  priority: integer("priority").notNull(),
});
