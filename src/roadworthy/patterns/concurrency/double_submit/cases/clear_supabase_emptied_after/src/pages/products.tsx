import { useState, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [title, setTitle] = useState("");
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);

  async function ask(event: FormEvent) {
    event.preventDefault();
    setAsking(true);
    const { error } = await supabase.from("questions").insert({ title, body: "" });
    setAsking(false);
    setFailed(error !== null);
    if (!error) setTitle("");
  }

  return (
    <form onSubmit={ask}>
      <input aria-label="Title" value={title} maxLength={120} onChange={(e) => setTitle(e.target.value)} />
      <button type="submit" disabled={asking || !title.trim()}>{asking ? "Asking" : "Ask"}</button>
      {failed && <p role="alert">The question was not stored. Please try again.</p>}
    </form>
  );
}
