import { useCallback, useEffect, useState } from "react";
import type { Note } from "@shared/schema";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>([]);
  const [page, setPage] = useState(1);
  const [loading, setLoading] = useState(true);

  const load = useCallback((wanted: number) => {
    fetch(`/api/notes?page=${wanted}`)
      .then((res) => res.json())
      .then((found) => setNotes((before) => [...before, ...found]))
      .then(() => setPage(wanted))
      .finally(() => setLoading(false));
  }, []);

  useEffect(() => {
    load(1);
  }, [load]);

  useEffect(() => {
    if (!loading) {
      if (window.innerHeight >= document.body.scrollHeight) load(page + 1);
    }
  }, [loading, page, load]);

  return (
    <>
      <h1>Notes</h1>
      <p>
        {notes.length} notes, page {page}
      </p>
    </>
  );
}
