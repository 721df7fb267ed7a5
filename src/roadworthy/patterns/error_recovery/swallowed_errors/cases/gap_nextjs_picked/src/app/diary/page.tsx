import { findNotes } from "./actions";

export default async function DiaryPage() {
  const { items } = await findNotes();
  return (
    <ul>
      {items?.map((note) => (
        <li key={note.id}>{note.title}</li>
      ))}
    </ul>
  );
}
