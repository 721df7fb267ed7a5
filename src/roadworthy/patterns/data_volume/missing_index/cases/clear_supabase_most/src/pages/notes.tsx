import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const { data, isError } = useQuery({
    queryKey: ["passes"],
    queryFn: async () => {
      const { data: passes, error } = await supabase
        .from("passes")
        .select("id, uses_left, expires_at")
        .gt("uses_left", 0)
        .gt("expires_at", new Date().toISOString())
        .limit(50);
      if (error) throw error;
      return passes;
    },
  });
  if (isError) return <p role="alert">The passes could not be loaded. Please try again.</p>;
  return <ul>{data?.map((pass) => <li key={pass.id}>{pass.uses_left}</li>)}</ul>;
}
