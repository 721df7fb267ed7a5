import { useEffect, useState } from "react";
import { listNotes, type Note } from "@/lib/notes";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    listNotes()
      .then(setNotes)
      .catch(() => setFailed(true));
  }, []);

  async function remove(id: string) {
    const { error } = await supabase.from("notes").delete().eq("id", id);
    setFailed(error !== null);
    if (error) return;
    setNotes((kept) => kept.filter((note) => note.id !== id));
  }

  return (
    <section>
      <h1>Notes</h1>
      {failed && <p role="alert">That did not work. Please try again.</p>}
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            {note.title}
            <button type="button" onClick={() => remove(note.id)}>
              Delete
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
