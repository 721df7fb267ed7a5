import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

export function PriceForm({ ticketId, price }: { ticketId: string; price: number | null }) {
  const queries = useQueryClient();
  const [text, setText] = useState(price === null ? "" : String(price));
  const saving = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.from("tickets").update({ price: text }).eq("id", ticketId);
      if (error) throw error;
    },
    onSuccess: () => queries.invalidateQueries(),
  });

  function save(e: FormEvent) {
    e.preventDefault();
    saving.mutate();
  }

  return (
    <form onSubmit={save}>
      <input
        aria-label="Price in euros"
        placeholder="Price in euros"
        required
        pattern="\d{1,6}(\.\d{1,2})?"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <button type="submit" disabled={saving.isPending}>
        Set price
      </button>
      {saving.error && (
        <p className="error" role="alert">
          {messageOf(saving.error)}
        </p>
      )}
    </form>
  );
}
