import { latestNotes } from "@/server/latest";

export default async function WelcomePage() {
  const latest = await latestNotes();
  return (
    <ul>
      {latest.map((note) => (
        <li key={note.id}>{note.title}</li>
      ))}
    </ul>
  );
}
