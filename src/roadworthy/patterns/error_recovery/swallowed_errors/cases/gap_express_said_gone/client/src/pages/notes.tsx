import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router-dom";
import type { Note } from "@shared/schema";

export default function NotesPage() {
  const { id } = useParams();
  const { data: note, isLoading, isError } = useQuery<Note>({ queryKey: ["/api/notes", id] });
  if (isLoading) return <p>Loading…</p>;
  if (isError) {
    return (
      <section>
        <h2>Note not found</h2>
        <p>It may have been removed.</p>
      </section>
    );
  }
  return <h1>{note?.title}</h1>;
}
