import { desc, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";
import { NoteList } from "./note-list";

export default async function NotesPage() {
  const user = await requireUser();
  const rows = await db
    .select({ id: notes.id, title: notes.title })
    .from(notes)
    .where(eq(notes.userId, user.id))
    .orderBy(desc(notes.id))
    .limit(50);
  return (
    <>
      <h1>Notes</h1>
      <NoteList first={rows} />
    </>
  );
}
