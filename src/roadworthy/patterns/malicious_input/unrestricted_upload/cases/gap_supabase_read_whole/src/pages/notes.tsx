import { useState, type ChangeEvent, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const [picture, setPicture] = useState("");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => setPicture(reader.result as string);
    reader.readAsDataURL(file);
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const note = { title: "A picture", body: picture };
    const { error } = await supabase.from("notes").insert(note);
    setPending(false);
    setFailed(error !== null);
  }

  return (
    <form onSubmit={save}>
      <h1>Notes</h1>
      <input aria-label="Picture" type="file" accept="image/*" onChange={choose} />
      <button type="submit" disabled={pending}>
        Save
      </button>
      {failed && <p role="alert">The note was not saved. Please try again.</p>}
    </form>
  );
}
