import { integer, pgTable, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const calendarLinks = pgTable("calendar_links", {
  userId: integer("user_id")
    .primaryKey()
    .references(() => users.id),
  accessToken: varchar("access_token", { length: 2000 }).notNull(),
});
