import { useEffect, useState } from "react";
import { Prices } from "@/components/prices";
import { listNotes, type Note } from "@/lib/notes";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>([]);
  const [loading, setLoading] = useState(true);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      try {
        setNotes(await listNotes());
      } catch {
        setFailed(true);
      } finally {
        setLoading(false);
      }
    }
    load();
  }, []);

  if (loading) return <p>Loading</p>;
  return (
    <section>
      
      {failed && <p role="alert">That did not work. Please try again.</p>}
      <ul>
        {notes.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
      <Prices />
    </section>
  );
}
