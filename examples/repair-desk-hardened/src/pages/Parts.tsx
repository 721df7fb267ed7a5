import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LoadError } from "@/components/load-error";
import { useParts } from "@/hooks/useParts";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

export default function Parts() {
  const queries = useQueryClient();
  const { data: parts, error, refetch } = useParts();
  const [delivery, setDelivery] = useState<Record<string, number>>({});

  const booking = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.rpc("book_delivery", { delivered: delivery });
      if (error) throw error;
    },
    onSuccess: () => {
      setDelivery({});
      return queries.invalidateQueries({ queryKey: ["parts"] });
    },
  });

  return (
    <>
      <h1>Parts</h1>
      {error && <LoadError what="The parts" retry={refetch} />}
      {parts?.map((part) => (
        <div key={part.id} className="card">
          <b>{part.name}</b> <span className="muted">{part.stock} in stock</span>{" "}
          <input
            type="number"
            aria-label={`${part.name} delivered`}
            placeholder="Delivered"
            min={0}
            max={10_000}
            value={delivery[part.id] ?? ""}
            onChange={(e) => setDelivery({ ...delivery, [part.id]: Number(e.target.value) })}
          />
        </div>
      ))}
      <button type="button" onClick={() => booking.mutate()} disabled={booking.isPending}>
        Book the delivery
      </button>
      {booking.error && (
        <p className="error" role="alert">
          {messageOf(booking.error)}
        </p>
      )}
    </>
  );
}
