import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export function Prices() {
  const { data, isError } = useQuery({
    queryKey: ["prices"],
    queryFn: async () => {
      const { data: products, error } = await supabase.from("products").select("id, name, price").order("name").limit(20);
      if (error) throw error;
      return products;
    },
  });
  if (isError) return <p role="alert">The prices could not be loaded</p>;
  return <ul>{data?.map((product) => <li key={product.id}>{product.name}</li>)}</ul>;
}
