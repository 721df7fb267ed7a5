import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { LoadError } from "@/components/load-error";
import { useParts } from "@/hooks/useParts";
import { createKey } from "@/lib/browser";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

export function UsePart({ ticketId }: { ticketId: string }) {
  const queries = useQueryClient();
  const { data: parts, error, refetch } = useParts();
  const [partId, setPartId] = useState("");
  const attempt = useRef(createKey());

  // The database takes the piece and notes it in one step, once for each key
  const taking = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.rpc("take_part", { ticket: ticketId, part: partId, attempt: attempt.current });
      if (error) throw error;
    },
    onSuccess: () => {
      attempt.current = createKey();
      return queries.invalidateQueries({ queryKey: ["parts"] });
    },
  });

  if (error) return <LoadError what="The parts" retry={refetch} />;
  return (
    <p>
      <select aria-label="Part" value={partId} onChange={(e) => setPartId(e.target.value)}>
        <option value="">Part...</option>
        {parts?.map((part) => (
          <option key={part.id} value={part.id}>
            {part.name} ({part.stock})
          </option>
        ))}
      </select>{" "}
      <button type="button" onClick={() => taking.mutate()} disabled={!partId || taking.isPending}>
        Use part
      </button>
      {taking.error && (
        <span className="error" role="alert">
          {messageOf(taking.error)}
        </span>
      )}
    </p>
  );
}
