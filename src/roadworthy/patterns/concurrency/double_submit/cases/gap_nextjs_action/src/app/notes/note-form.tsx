"use client";

import { useActionState } from "react";
import { addNote } from "./actions";

export function NoteForm() {
  const [state, action] = useActionState(addNote, {});
  return (
    <form action={action}>
      <label>
        Title <input name="title" required maxLength={120} />
      </label>
      <label>
        Text <textarea name="body" maxLength={2000} />
      </label>
      <button type="submit">Add</button>
      {state.error && <p role="alert">{state.error}</p>}
    </form>
  );
}
