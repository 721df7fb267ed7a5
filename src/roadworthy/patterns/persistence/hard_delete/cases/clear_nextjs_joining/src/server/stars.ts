import { integer, pgTable, serial, timestamp } from "drizzle-orm/pg-core";
import { products, users } from "./schema";

export const stars = pgTable("stars", {
  id: serial("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  productId: integer("product_id")
    .notNull()
    .references(() => products.id),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
