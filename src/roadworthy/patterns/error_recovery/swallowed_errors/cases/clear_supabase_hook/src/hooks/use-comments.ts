import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export const useComments = (note: string) => {
  const { data: comments = [], isLoading, error } = useQuery({
    queryKey: ["comments", note],
    queryFn: async () => {
      const { data, error } = await supabase.from("comments").select("id, text").eq("note_id", note).limit(50);
      if (error) throw error;
      return data;
    },
  });
  return { comments, isLoading, error };
};
