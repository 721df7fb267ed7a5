import { boolean, index, pgTable, serial, timestamp, varchar } from "drizzle-orm/pg-core";

export const stories = pgTable(
  "stories",
  {
    id: serial("id").primaryKey(),
    title: varchar("title", { length: 120 }).notNull(),
    isPublic: boolean("is_public").notNull().default(true),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("stories_public_created_at_idx").on(table.isPublic, table.createdAt)],
);
