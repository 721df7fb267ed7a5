"use client";

import { useActionState } from "react";
import { addNote } from "./actions";

export function NoteForm({ attempt }: { attempt: string }) {
  const [state, action, pending] = useActionState(addNote, {});
  return (
    <form action={action}>
      <input type="hidden" name="attempt" value={attempt} />
      <label>
        Title <input name="title" required maxLength={120} />
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
