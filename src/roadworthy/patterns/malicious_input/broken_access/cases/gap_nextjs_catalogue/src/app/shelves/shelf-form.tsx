"use client";

import { useActionState } from "react";
import { addShelf, removeShelf } from "./actions";

export function ShelfForm() {
  const [, add, pending] = useActionState(addShelf, {});
  return (
    <form action={add}>
      <input name="name" required maxLength={120} />
      <button type="submit" disabled={pending}>
        Add
      </button>
      <button type="button" onClick={() => removeShelf(1).catch(() => alert("It is still there. Try again."))}>
        Remove the first
      </button>
    </form>
  );
}
