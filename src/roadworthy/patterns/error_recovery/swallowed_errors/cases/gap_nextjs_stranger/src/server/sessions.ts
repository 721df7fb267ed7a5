import { integer, pgTable, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const sessions = pgTable("sessions", {
  token: varchar("token", { length: 64 }).primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
});
