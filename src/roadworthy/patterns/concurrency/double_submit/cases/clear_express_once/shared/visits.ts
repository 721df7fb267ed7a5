import { integer, pgTable, serial } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const visits = pgTable("reading_progress", {
  id: serial("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  count: integer("count").notNull().default(0),
});
