import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export function useComments(ticketId: string) {
  const [comments, setComments] = useState<any[]>([]);

  async function load() {
    const { data } = await supabase
      .from("comments")
      .select("*, profiles(full_name)")
      .eq("ticket_id", ticketId)
      .order("created_at");
    setComments(data || []);
  }

  useEffect(() => {
    load();
    const channel = supabase
      .channel(`comments-${ticketId}`)
      .on("postgres_changes", { event: "INSERT", schema: "public", table: "comments" }, () => load())
      .subscribe();
    return () => {
      supabase.removeChannel(channel);
    };
  }, [ticketId]);

  async function add(authorId: string, body: string) {
    await supabase.from("comments").insert({ ticket_id: ticketId, author_id: authorId, body });
    load();
  }

  return { comments, add };
}
