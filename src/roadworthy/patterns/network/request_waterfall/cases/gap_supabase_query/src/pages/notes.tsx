import { useNotes } from "@/hooks/use-notes";

export default function NotesPage() {
  const { data: notes, isError } = useNotes();

  if (isError) return <p role="alert">Your notes could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Notes</h1>
      <ul>
        {notes?.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </section>
  );
}
