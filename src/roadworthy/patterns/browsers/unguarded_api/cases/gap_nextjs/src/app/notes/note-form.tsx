"use client";

import { useActionState, useEffect, useState } from "react";
import { addNote } from "./actions";

const DRAFT = "note-draft";

export function NoteForm({ attempt }: { attempt: string }) {
  const [state, action, pending] = useActionState(addNote, {});
  const [title, setTitle] = useState("");

  useEffect(() => {
    setTitle(localStorage.getItem(DRAFT) ?? "");
  }, []);

  const type = (value: string) => {
    setTitle(value);
    localStorage.setItem(DRAFT, value);
  };

  return (
    <form action={action}>
      <input type="hidden" name="attempt" value={attempt} />
      <label>
        Title <input name="title" required maxLength={120} value={title} onChange={(event) => type(event.target.value)} />
      </label>
      <label>
        Text <textarea name="body" maxLength={2000} />
      </label>
      <button type="submit" disabled={pending}>
        Add
      </button>
      {state.error && <p role="alert">{state.error}</p>}
    </form>
  );
}
