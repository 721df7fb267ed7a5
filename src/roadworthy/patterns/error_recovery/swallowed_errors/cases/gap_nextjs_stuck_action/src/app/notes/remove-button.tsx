"use client";

import { useState } from "react";
import { removeNote } from "./removal";

export function RemoveButton({ id }: { id: number }) {
  const [removingId, setRemovingId] = useState<number | null>(null);
  const [deletingId, setDeletingId] = useState<number | null>(null);
  const remove = async () => {
    setDeletingId(id);
    await removeNote(id);
    setDeletingId(null);
  };
  return (
    <button type="button" disabled={deletingId === id || removingId === id} onClick={remove} onFocus={() => setRemovingId(null)}>
      {deletingId === id ? "Removing..." : "Remove"}
    </button>
  );
}
