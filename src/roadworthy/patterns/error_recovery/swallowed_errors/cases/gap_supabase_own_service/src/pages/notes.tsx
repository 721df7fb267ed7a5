import { useState } from "react";
import { noteService, renameNote } from "@/lib/note-service";

export default function NotesPage() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");

  const rename = async (id: string) => {
    setBusy(true);
    await renameNote(id, "Untitled");
    setSaid("Renamed");
    setBusy(false);
  };
  const remove = async (id: string) => {
    setBusy(true);
    await noteService.remove(id);
    setSaid("Deleted");
    setBusy(false);
  };

  return (
    <section>
      <h1>Notes</h1>
      <p role="status">{said}</p>
      <button type="button" disabled={busy} onClick={() => rename("first")}>
        Rename
      </button>
      <button type="button" disabled={busy} onClick={() => remove("first")}>
        Delete
      </button>
    </section>
  );
}
