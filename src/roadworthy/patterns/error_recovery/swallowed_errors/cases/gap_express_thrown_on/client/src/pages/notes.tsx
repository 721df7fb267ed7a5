import { useEffect, useState } from "react";
import axios from "axios";

async function loadNotes(): Promise<string[]> {
  try {
    const answer = await axios.get("/api/notes");
    return answer.data;
  } catch (error) {
    console.error("Error loading notes:", error);
    throw error;
  }
}

export default function NotesPage() {
  const [notes, setNotes] = useState<string[]>([]);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    loadNotes().then(setNotes);
  }, []);

  if (problem) return <p role="alert">{problem}</p>;
  return <p>{notes.length ? notes.join(", ") : "You have no notes"}</p>;
}
