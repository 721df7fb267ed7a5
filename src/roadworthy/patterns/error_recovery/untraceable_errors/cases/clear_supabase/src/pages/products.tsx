import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";
import { report } from "@/reports";

async function listProducts() {
  const { data, error } = await supabase.from("products").select("id, name, price").order("name").limit(50);
  if (error) {
    report(error);
    throw error;
  }
  return data;
}

export default function ProductsPage() {
  const products = useQuery({ queryKey: ["products"], queryFn: listProducts });
  if (products.isError) return <p role="alert">The products could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Products</h1>
      <ul>
        {products.data?.map((product) => (
          <li key={product.id}>
            {product.name}: {product.price}
          </li>
        ))}
      </ul>
    </section>
  );
}
