import { useState } from "react";
import { useRemoveNote } from "@/hooks/use-remove-note";

export default function NotesPage({ note }: { note: string }) {
  const [open, setOpen] = useState(true);
  const remove = useRemoveNote();

  async function confirm() {
    try {
      await remove.mutateAsync(note);
    } catch (error) {
      // Erro
    } finally {
      setOpen(false);
    }
  }

  return open ? (
    <button type="button" disabled={remove.isPending} onClick={confirm}>
      Remove
    </button>
  ) : null;
}
