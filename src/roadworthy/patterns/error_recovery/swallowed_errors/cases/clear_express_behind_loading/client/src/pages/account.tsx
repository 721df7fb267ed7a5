import { useEffect, useState } from "react";

type Written = { id: number; title: string };

export default function AccountPage() {
  const [written, setWritten] = useState<Written[] | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    async function load() {
      try {
        const answer = await fetch("/api/notes");
        if (!answer.ok) throw new Error(String(answer.status));
        setWritten(await answer.json());
      } catch {
        setError("Your notes could not be loaded");
      }
    }
    void load();
  }, []);

  if (error) return <p role="alert">{error}</p>;
  if (!written) return <p>Loading your notes</p>;

  return (
    <section>
      <h1>You wrote</h1>
      <ul>
        {written.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </section>
  );
}
