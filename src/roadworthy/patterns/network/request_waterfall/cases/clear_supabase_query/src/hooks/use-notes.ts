import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export function useNotes() {
  return useQuery({
    queryKey: ["notes"],
    queryFn: async () => {
      const { data, error } = await supabase.from("notes").select("id, title").limit(50);
      if (error) throw error;
      return data;
    },
  });
}
