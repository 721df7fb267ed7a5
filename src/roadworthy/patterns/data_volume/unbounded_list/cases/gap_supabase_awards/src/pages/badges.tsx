import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function BadgesPage() {
  const { data: badges, isError } = useQuery({
    queryKey: ["badges"],
    queryFn: async () => {
      const { data, error } = await supabase.from("user_badge").select("id, name, icon").order("name");
      if (error) throw error;
      return data;
    },
  });
  if (isError) return <p role="alert">The badges were not loaded. Please try again.</p>;
  return (
    <ul>
      {badges?.map((badge) => (
        <li key={badge.id}>{badge.name}</li>
      ))}
    </ul>
  );
}
