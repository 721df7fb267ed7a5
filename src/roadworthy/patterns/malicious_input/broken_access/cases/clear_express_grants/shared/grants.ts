import { integer, pgTable, primaryKey, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const userGrants = pgTable(
  "user_grants",
  {
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    action: varchar("action", { length: 40 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.action] })],
);

export const roleGrants = pgTable(
  "role_grants",
  {
    role: varchar("role", { length: 20 }).notNull(),
    action: varchar("action", { length: 40 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.role, table.action] })],
);
