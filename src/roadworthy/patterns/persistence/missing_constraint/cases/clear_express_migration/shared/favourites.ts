import { index, integer, pgTable, serial, timestamp } from "drizzle-orm/pg-core";
import { products, users } from "./schema";

export const favourites = pgTable(
  "favourites",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("favourites_user_id_idx").on(table.userId, table.productId),
    index("favourites_product_id_idx").on(table.productId),
  ],
);
