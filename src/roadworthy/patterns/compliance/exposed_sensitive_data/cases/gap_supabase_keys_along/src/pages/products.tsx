import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const trackers = useQuery({
    queryKey: ["trackers"],
    queryFn: async () => {
      const { data, error } = await supabase.from("trackers").select("*").order("name").limit(50);
      if (error) throw error;
      return data;
    },
  });

  if (trackers.isError) return <p role="alert">Your trackers could not be loaded. Please try again.</p>;
  return (
    <ul>
      {trackers.data?.map((tracker) => (
        <li key={tracker.id}>{tracker.name}</li>
      ))}
    </ul>
  );
}
