import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function cheapest() {
  const { data, error } = await supabase
    .from("products")
    .select("id, name, reviews(id, body)")
    .order("price")
    .limit(1).limit(20, { referencedTable: "reviews" })
    .single();
  if (error) throw error;
  return data;
}

export default function ProductsPage() {
  const product = useQuery({ queryKey: ["cheapest"], queryFn: cheapest });
  if (product.isError) return <p role="alert">The product could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>{product.data?.name}</h1>
      {product.data?.reviews.map((review) => <p key={review.id}>{review.body}</p>)}
    </section>
  );
}
