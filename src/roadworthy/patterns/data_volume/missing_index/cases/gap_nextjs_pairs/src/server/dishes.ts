import { integer, numeric, pgTable, serial, varchar } from "drizzle-orm/pg-core";
import { users } from "./schema";

export const dishes = pgTable("dishes", {
  id: serial("id").primaryKey(),
  userId: integer("user_id").notNull().references(() => users.id),
  name: varchar("name", { length: 120 }).notNull(),
});

export const servingUnits = pgTable("serving_units", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 40 }).notNull().unique(),
});

export const dishServingUnits = pgTable("dish_serving_units", {
  id: serial("id").primaryKey(),
  dishId: integer("dish_id").notNull().references(() => dishes.id),
  servingUnitId: integer("serving_unit_id").notNull().references(() => servingUnits.id),
  grams: numeric("grams", { precision: 7, scale: 2 }),
});
