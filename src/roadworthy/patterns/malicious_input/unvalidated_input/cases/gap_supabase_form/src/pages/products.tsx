import { useState, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [words, setWords] = useState("");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const shop = new URLSearchParams(window.location.search).get("shop");
    const { error } = await supabase.from("inquiries").insert({ shop_id: shop, words });
    setPending(false);
    setFailed(error !== null);
  }

  return (
    <form onSubmit={send}>
      <textarea aria-label="Question" value={words} maxLength={500} onChange={(e) => setWords(e.target.value)} />
      <button type="submit" disabled={pending}>
        Send
      </button>
      {failed && <p role="alert">The question was not sent. Please try again.</p>}
    </form>
  );
}
