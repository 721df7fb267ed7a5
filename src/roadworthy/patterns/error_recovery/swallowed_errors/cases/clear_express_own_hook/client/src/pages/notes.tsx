import { useNotes } from "../hooks/use-notes";

export default function NotesPage() {
  const { data: notes, isLoading, error } = useNotes();
  if (isLoading) return <p>Loading…</p>;
  if (error) return <p role="alert">{error.message}</p>;
  if (!notes?.length) return <p>No notes yet</p>;
  return <ul>{notes.map((note) => <li key={note.id}>{note.title}</li>)}</ul>;
}
