import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export function useNotes() {
  return useQuery({
    queryKey: ["notes"],
    queryFn: async () => {
      const { data: who } = await supabase.auth.getUser();
      if (!who.user) throw new Error("Please sign in.");
      const { data, error } = await supabase.from("notes").select("id, title").eq("user_id", who.user.id).limit(50);
      if (error) throw error;
      return data;
    },
  });
}
