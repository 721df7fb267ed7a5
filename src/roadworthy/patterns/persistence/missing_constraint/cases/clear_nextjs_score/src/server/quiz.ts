import { index, integer, pgTable, real, serial } from "drizzle-orm/pg-core";
import { users } from "@/server/schema";

export const attempts = pgTable(
  "attempts",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    totalScore: real("total_score").notNull(),
  },
  (table) => [index("attempts_user_id_idx").on(table.userId)],
);
