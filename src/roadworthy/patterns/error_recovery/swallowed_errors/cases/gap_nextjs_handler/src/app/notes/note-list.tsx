"use client";

import { useState } from "react";
import { deleteNote } from "./actions";

export function NoteList({ first }: { first: { id: number; title: string }[] }) {
  const [rows, setRows] = useState(first);

  const onRemove = async (id: number) => {
    await deleteNote(id);
    setRows((shown) => shown.filter((row) => row.id !== id));
  };

  return (
    <ul>
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
