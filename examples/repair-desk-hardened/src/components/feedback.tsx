import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

/** Feedback once per ticket: the table's key refuses a second one, which then is no error. */
export function Feedback({ ticketId, userId }: { ticketId: string; userId: string }) {
  const [rating, setRating] = useState(5);
  const [comment, setComment] = useState("");
  const sending = useMutation({
    mutationFn: async () => {
      const { error } = await supabase
        .from("feedback")
        .upsert(
          { ticket_id: ticketId, customer_id: userId, rating, comment },
          { onConflict: "customer_id,ticket_id", ignoreDuplicates: true },
        );
      if (error) throw error;
    },
  });

  function submit(e: FormEvent) {
    e.preventDefault();
    sending.mutate();
  }

  if (sending.isSuccess) return <p>Thank you!</p>;

  return (
    <form onSubmit={submit}>
      <h2>How did we do?</h2>
      <input
        type="number"
        aria-label="Stars"
        min={1}
        max={5}
        value={rating}
        onChange={(e) => setRating(Number(e.target.value))}
      />
      <textarea
        aria-label="Tell us more"
        placeholder="Tell us more"
        maxLength={2000}
        value={comment}
        onChange={(e) => setComment(e.target.value)}
      />
      <button type="submit" disabled={sending.isPending}>
        Send feedback
      </button>
      {sending.error && (
        <p className="error" role="alert">
          {messageOf(sending.error)}
        </p>
      )}
    </form>
  );
}
