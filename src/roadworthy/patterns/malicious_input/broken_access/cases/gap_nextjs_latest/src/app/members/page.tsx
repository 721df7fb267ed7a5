import { latestNotes } from "@/server/latest";
import { requireUser } from "@/server/session";

export default async function MembersPage() {
  const user = await requireUser();
  const latest = await latestNotes();
  return (
    <>
      <h1>Welcome back, {user.name}</h1>
      <ul>
        {latest.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </>
  );
}
