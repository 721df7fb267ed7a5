import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { SubmitButton } from "@/components/submit-button";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";
import { deleteNote } from "./actions";
import { NoteForm } from "./note-form";

export default async function NotesPage() {
  const user = await requireUser();
  const rows = await db
    .select({ id: notes.id, title: notes.title, body: notes.body })
    .from(notes)
    .where(eq(notes.userId, user.id))
    .orderBy(desc(notes.id))
    .limit(50);
  return (
    <>
      <h1>Notes</h1>
      <NoteForm attempt={randomUUID()} />
      <ul>
        {rows.map((note) => (
          <li key={note.id}>
            <h2>{note.title}</h2>
            <p>{note.body}</p>
            <form action={deleteNote.bind(null, note.id)}>
              <SubmitButton>Delete</SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
