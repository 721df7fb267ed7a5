import { date, index, pgTable, serial, integer, varchar } from "drizzle-orm/pg-core";

export const pacientes = pgTable("pacientes", {
  id: serial("id").primaryKey(),
  nombre: varchar("nombre", { length: 80 }).notNull(),
  telefono: varchar("telefono", { length: 30 }).notNull(),
});

export const citas = pgTable(
  "citas",
  {
    id: serial("id").primaryKey(),
    pacienteId: integer("paciente_id")
      .notNull()
      .references(() => pacientes.id),
    fecha: date("fecha").notNull(),
  },
  (table) => [index("citas_paciente_id_idx").on(table.pacienteId), index("citas_fecha_idx").on(table.fecha)],
);
