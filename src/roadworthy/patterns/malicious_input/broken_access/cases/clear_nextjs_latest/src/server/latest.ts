import { desc } from "drizzle-orm";
import { db } from "./db";
import { notes } from "./schema";

export async function latestNotes() {
  return db.select({ id: notes.id, title: notes.title }).from(notes).orderBy(desc(notes.id)).limit(4);
}
