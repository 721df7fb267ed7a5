import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

async function listProducts() {
  const { data, error } = await supabase.from("products").select("id, name").order("name").limit(50);
  if (error) throw error;
  return data;
}

export default function ProductsPage() {
  const products = useQuery({ queryKey: ["products"], queryFn: listProducts });
  const [chosen, setChosen] = useState("");
  const [failed, setFailed] = useState(false);

  async function follow(event: FormEvent) {
    event.preventDefault();
    const { data } = await supabase.auth.getUser();
    const { error } = await supabase.from("follows").insert({ user_id: data.user?.id, product_id: chosen });
    setFailed(error !== null);
  }

  if (products.isError) return <p role="alert">The products could not be loaded. Please try again.</p>;
  return (
    <form onSubmit={follow}>
      <select aria-label="Product" value={chosen} onChange={(e) => setChosen(e.target.value)}>
        {products.data?.map((product) => (
          <option key={product.id} value={product.id}>
            {product.name}
          </option>
        ))}
      </select>
      <button type="submit">Follow</button>
      {failed && <p role="alert">It was not stored. Please try again.</p>}
    </form>
  );
}
