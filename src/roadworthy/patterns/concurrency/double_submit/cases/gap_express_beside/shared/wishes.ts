import { index, integer, pgTable, serial, timestamp, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const wishers = pgTable("wishers", {
  userId: integer("user_id")
    .primaryKey()
    .references(() => users.id),
  seenAt: timestamp("seen_at", { withTimezone: true }).notNull().defaultNow(),
});

export const wishes = pgTable(
  "wishes",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => wishers.userId),
    title: varchar("title", { length: 120 }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("wishes_user_id_idx").on(table.userId, table.id)],
);
