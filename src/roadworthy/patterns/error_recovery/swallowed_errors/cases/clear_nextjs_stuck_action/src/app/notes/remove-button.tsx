"use client";

import { useState } from "react";
import { removeNote } from "./removal";

export function RemoveButton({ id }: { id: number }) {
  const [deletingId, setDeletingId] = useState<number | null>(null);
  const remove = async () => {
    setDeletingId(id);
    try {
      const result = await removeNote(id);
      if (!result.success) alert(result.error);
    } catch {
      alert("The server cannot be reached. Try again.");
    } finally {
      setDeletingId(null);
    }
  };
  return (
    <button type="button" disabled={deletingId === id} onClick={remove}>
      {deletingId === id ? "Removing..." : "Remove"}
    </button>
  );
}
