"use client";

import { useActionState, useEffect, useState } from "react";
import { addNote } from "./actions";

const DRAFT = "note-draft";

/** Drafts are a comfort: where the browser refuses to keep them, the form works without. */
function readDraft(): string {
  try {
    return localStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

function keepDraft(text: string): void {
  try {
    localStorage.setItem(DRAFT, text);
  } catch {
    // Expected in browsers that block storage
  }
}

export function NoteForm({ attempt }: { attempt: string }) {
  const [state, action, pending] = useActionState(addNote, {});
  const [title, setTitle] = useState("");

  useEffect(() => {
    setTitle(readDraft());
  }, []);

  const type = (value: string) => {
    setTitle(value);
    keepDraft(value);
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
