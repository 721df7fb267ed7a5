import { index, integer, pgTable, serial, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const recipes = pgTable(
  "recipes",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    title: varchar("title", { length: 120 }).notNull(),
    steps: varchar("steps", { length: 4000 }).notNull(),
  },
  (table) => [index("recipes_user_id_idx").on(table.userId, table.id)],
);
