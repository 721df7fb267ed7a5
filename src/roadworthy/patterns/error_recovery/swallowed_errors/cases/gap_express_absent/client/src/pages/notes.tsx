import { useQuery } from "@tanstack/react-query";
import type { Note } from "@shared/schema";

export default function NotesPage() {
  const { data: notes, isLoading } = useQuery<Note[]>({ queryKey: ["/api/notes"] });
  if (isLoading) return <p>Loading…</p>;
  if (!notes) return <p>The notes could not be found</p>;
  return <ul>{notes.map((note) => <li key={note.id}>{note.title}</li>)}</ul>;
}
