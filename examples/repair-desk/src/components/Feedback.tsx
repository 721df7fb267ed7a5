import { useState, type FormEvent } from "react";
import { useAuth } from "@/hooks/useAuth";
import { supabase } from "@/lib/supabase";

export function Feedback({ ticketId }: { ticketId: string }) {
  const { user } = useAuth();
  const [rating, setRating] = useState(5);
  const [comment, setComment] = useState("");
  const [sent, setSent] = useState(false);

  async function submit(e: FormEvent) {
    e.preventDefault();
    const { data: existing } = await supabase
      .from("feedback")
      .select("id")
      .eq("ticket_id", ticketId)
      .eq("customer_id", user!.id);
    if (existing && existing.length > 0) return;
    await supabase.from("feedback").insert({ ticket_id: ticketId, customer_id: user!.id, rating, comment });
    setSent(true);
  }

  if (sent) return <p>Thank you!</p>;

  return (
    <form onSubmit={submit}>
      <h2>How did we do?</h2>
      <input type="number" value={rating} onChange={(e) => setRating(Number(e.target.value))} />
      <textarea placeholder="Tell us more" value={comment} onChange={(e) => setComment(e.target.value)} />
      <button type="submit">Send feedback</button>
    </form>
  );
}
