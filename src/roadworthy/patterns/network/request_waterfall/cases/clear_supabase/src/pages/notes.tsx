import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Note {
  id: string;
  title: string;
}

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      // The policy of the table chooses the rows of whoever is signed in.
      const { data, error } = await supabase.from("notes").select("id, title").limit(50);
      if (error) setFailed(true);
      else setNotes(data);
    }
    void load();
  }, []);

  if (failed) return <p role="alert">Your notes could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Notes</h1>
      <ul>
        {notes.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </section>
  );
}
