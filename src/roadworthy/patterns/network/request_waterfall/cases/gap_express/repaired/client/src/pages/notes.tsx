import { useEffect, useState } from "react";
import type { Note } from "@shared/schema";
import { apiRequest } from "@/lib/api";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>([]);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    const load = async () => {
      try {
        const [user, products, found] = await Promise.all([
          apiRequest("GET", "/api/auth/user"),
          apiRequest("GET", "/api/products"),
          apiRequest("GET", "/api/notes"),
        ]);
        if (user.ok && products.ok) setNotes(await found.json());
      } catch (error) {
        setProblem(error instanceof Error ? error.message : "Could not load");
      }
    };
    load();
  }, []);

  return (
    <>
      <h1>Notes</h1>
      {problem && <p role="alert">{problem}</p>}
      <ul>
        {notes.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </>
  );
}
