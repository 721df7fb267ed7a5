import { useServerFn } from "@tanstack/react-start";
import { useState } from "react";
import { removeNote } from "@/lib/remove-note";

export default function NotesPage() {
  const remove = useServerFn(removeNote);
  const [pending, setPending] = useState(false);

  async function press(id: string) {
    setPending(true);
    await remove({ data: { id } });
    setPending(false);
  }

  return (
    <button type="button" disabled={pending} onClick={() => press("1")}>
      Delete
    </button>
  );
}
