"use client";

import { useState, useTransition } from "react";
import { searchNotes, type Found } from "./actions";

export function SearchForm() {
  const [word, setWord] = useState("");
  const [found, setFound] = useState<Found[]>([]);
  const [failed, setFailed] = useState(false);
  const [pending, start] = useTransition();

  function search() {
    start(async () => {
      try {
        setFound(await searchNotes(word));
        setFailed(false);
      } catch {
        setFailed(true);
      }
    });
  }

  return (
    <>
      <input aria-label="Word" value={word} onChange={(event) => setWord(event.target.value)} maxLength={40} />
      <button type="button" onClick={search} disabled={pending}>
        Search
      </button>
      {failed && <p role="alert">The search did not work. Please try again.</p>}
      <ul>
        {found.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </>
  );
}
