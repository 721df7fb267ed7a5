"use client";

import { useState } from "react";
import { deleteNote } from "./actions";

export function NoteList({ first }: { first: { id: number; title: string }[] }) {
  const [failed, setFailed] = useState(false);
  const [rows, setRows] = useState(first);

  const onRemove = async (id: number) => {
    try {
      await deleteNote(id);
      setRows((shown) => shown.filter((row) => row.id !== id));
    } catch {
      setFailed(true);
    }
  };

  return (
    <ul>
      {failed && <li role="alert">It could not be deleted. Please try again.</li>}
      {rows.map((row) => (
        <li key={row.id}>
          {row.title}
          <button type="button" onClick={() => onRemove(row.id)}>
            Delete
          </button>
        </li>
      ))}
    </ul>
  );
}
