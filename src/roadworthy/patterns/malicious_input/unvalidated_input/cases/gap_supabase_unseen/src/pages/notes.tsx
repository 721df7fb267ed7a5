import { useState } from "react";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const [title, setTitle] = useState("");
  const [told, setTold] = useState("");
  const [busy, setBusy] = useState(false);

  async function ask(event: React.FormEvent) {
    event.preventDefault();
    if (!title) return;
    setBusy(true);
    const { error } = await supabase.from("questions").insert({ title, upvotes: 0 });
    setBusy(false);
    setTold(error ? "That did not work" : "Asked");
  }

  return (
    <form onSubmit={ask}>
      <p>{told}</p>
      <label>
        Question <input value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <button disabled={busy}>Ask</button>
    </form>
  );
}
