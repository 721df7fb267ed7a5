import { pgTable, real, serial, varchar } from "drizzle-orm/pg-core";

export const ingredients = pgTable("ingredients", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 120 }).notNull(),
  amount: real("amount").notNull(),
});
