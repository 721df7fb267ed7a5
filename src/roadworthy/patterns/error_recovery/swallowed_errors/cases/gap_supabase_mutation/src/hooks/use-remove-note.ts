import { useMutation } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export function useRemoveNote() {
  return useMutation({
    mutationFn: async (id: string) => {
      const { error } = await supabase.from("notes").delete().eq("id", id);
      if (error) throw error;
    },
  });
}
