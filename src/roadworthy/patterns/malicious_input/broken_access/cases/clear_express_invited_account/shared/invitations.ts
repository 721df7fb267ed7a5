import { integer, pgTable, serial, uuid } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const invitations = pgTable("invitations", {
  id: serial("id").primaryKey(),
  uuid: uuid("uuid").notNull().unique().defaultRandom(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
});
