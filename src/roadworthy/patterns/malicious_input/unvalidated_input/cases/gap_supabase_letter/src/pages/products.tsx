import { useState, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [words, setWords] = useState("");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const { data } = await supabase.auth.getUser();
    const reader = new URLSearchParams(window.location.search).get("reader");
    const { error } = await supabase.from("letters").insert({ reader_id: reader, sender_id: data.user?.id, words });
    setPending(false);
    setFailed(error !== null);
  }

  return (
    <form onSubmit={send}>
      <textarea aria-label="Letter" value={words} maxLength={500} onChange={(e) => setWords(e.target.value)} />
      <button type="submit" disabled={pending}>
        Send
      </button>
      {failed && <p role="alert">The letter was not sent. Please try again.</p>}
    </form>
  );
}
