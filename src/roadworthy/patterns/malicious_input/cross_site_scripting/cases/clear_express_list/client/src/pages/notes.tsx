import { useEffect, useState } from "react";

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function bold(text: string): string {
  return text.replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");
}

export default function NotesPage() {
  const [notes, setNotes] = useState<any[]>([]);

  async function load() {
    const res = await fetch("/api/notes");
    setNotes(await res.json());
  }

  useEffect(() => {
    load();
  }, []);

  return (
    <ul>
      {notes.map((note) => (
        <li key={note.id} dangerouslySetInnerHTML={{ __html: bold(escapeHtml(note.body)) }} />
      ))}
    </ul>
  );
}
