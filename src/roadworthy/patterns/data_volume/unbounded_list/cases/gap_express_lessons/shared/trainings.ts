import { index, integer, pgTable, serial, timestamp, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const trainingSessions = pgTable(
  "training_sessions",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    begins: timestamp("begins", { withTimezone: true }).notNull(),
    remarks: varchar("remarks", { length: 500 }),
  },
  (table) => [index("training_sessions_user_id_idx").on(table.userId, table.id)],
);
