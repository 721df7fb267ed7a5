import { findNotes } from "./actions";

export default async function DiaryPage() {
  const { items, error } = await findNotes();
  if (error) return <p role="alert">{error}</p>;
  return (
    <ul>
      {items?.map((note) => (
        <li key={note.id}>{note.title}</li>
      ))}
    </ul>
  );
}
