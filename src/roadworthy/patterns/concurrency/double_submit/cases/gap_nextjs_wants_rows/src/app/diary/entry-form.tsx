"use client";

import { useState } from "react";
import { addEntry } from "./actions";

export function EntryForm() {
  const [error, setError] = useState("");

  async function save(data: FormData) {
    const fields = { text: String(data.get("text")), day: String(data.get("day")) };
    const answer = await addEntry(fields);
    setError(answer.error ?? "");
  }

  return (
    <form action={save}>
      <label>
        Text <input name="text" required maxLength={200} />
      </label>
      <label>
        Day <input name="day" type="date" required />
      </label>
      <button type="submit">Add</button>
      {error && <p role="alert">{error}</p>}
    </form>
  );
}
