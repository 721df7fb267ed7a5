import { date, integer, pgTable, serial } from "drizzle-orm/pg-core";
import { products, users } from "./schema";

export const rentals = pgTable("rentals", {
  id: serial("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  productId: integer("product_id")
    .notNull()
    .references(() => products.id),
  day: date("day").notNull(),
});
