import { pgTable, real, serial, varchar } from "drizzle-orm/pg-core";

export const platos = pgTable("platos", {
  id: serial("id").primaryKey(),
  nombre: varchar("nombre", { length: 80 }).notNull().unique(),
  precioUnitario: real("precioUnitario").notNull(),
});
