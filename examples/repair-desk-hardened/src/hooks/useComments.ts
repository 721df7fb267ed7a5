import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { createKey } from "@/lib/browser";
import { unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import type { CommentRow } from "@/lib/types";

const MANY = 100;

/** The last messages of a ticket, and what they are when somebody writes. */
export function useComments(ticketId: string) {
  const queries = useQueryClient();
  const attempt = useRef(createKey());

  const comments = useQuery({
    queryKey: ["comments", ticketId],
    queryFn: async () => {
      const rows = await supabase
        .from("comments")
        .select("id, body, author_id, profiles(full_name)")
        .eq("ticket_id", ticketId)
        .order("created_at", { ascending: false })
        .limit(MANY);
      return (unwrap(rows) as unknown as CommentRow[]).reverse();
    },
  });

  useEffect(() => {
    const changes = { event: "INSERT", schema: "public", table: "comments", filter: `ticket_id=eq.${ticketId}` } as const;
    const channel = supabase
      .channel(`comments-${ticketId}`)
      .on("postgres_changes", changes, () => queries.invalidateQueries({ queryKey: ["comments", ticketId] }))
      .subscribe();
    return () => {
      void supabase.removeChannel(channel);
    };
  }, [ticketId, queries]);

  // The same key until it came through, so that a second click is no second message
  const adding = useMutation({
    mutationFn: async ({ authorId, body }: { authorId: string; body: string }) => {
      const row = { ticket_id: ticketId, author_id: authorId, body, idempotency_key: attempt.current };
      const { error } = await supabase
        .from("comments")
        .upsert(row, { onConflict: "author_id,idempotency_key", ignoreDuplicates: true });
      if (error) throw error;
    },
    onSuccess: () => {
      attempt.current = createKey();
      return queries.invalidateQueries({ queryKey: ["comments", ticketId] });
    },
  });

  return { comments, adding };
}
