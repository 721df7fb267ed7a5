import { index, integer, pgTable, serial, varchar } from "drizzle-orm/pg-core";
import { notes } from "./schema";

export const notePages = pgTable(
  "note_pages",
  {
    id: serial("id").primaryKey(),
    noteId: integer("note_id").references(() => notes.id, { onDelete: "cascade" }),
    text: varchar("text", { length: 4000 }).notNull(),
  },
  (table) => [index("note_pages_note_id_idx").on(table.noteId)],
);
