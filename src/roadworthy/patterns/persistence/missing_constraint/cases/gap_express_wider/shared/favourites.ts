import { index, integer, pgTable, serial, timestamp, unique, varchar } from "drizzle-orm/pg-core";
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
    listName: varchar("list_name", { length: 40 }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique("favourites_user_id_list_name_product_id_key").on(table.userId, table.listName, table.productId),
    index("favourites_product_id_idx").on(table.productId),
  ],
);
