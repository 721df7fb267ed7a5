import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function meanOfStars() {
  const { data, error } = await supabase.rpc("mean_of_stars");
  if (error) throw error;
  return Number(data);
}

export default function ProductsPage() {
  const mean = useQuery({ queryKey: ["mean"], queryFn: meanOfStars });
  if (mean.isError) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Reviews</h1>
      <p>{mean.data?.toFixed(1)} stars</p>
    </section>
  );
}
