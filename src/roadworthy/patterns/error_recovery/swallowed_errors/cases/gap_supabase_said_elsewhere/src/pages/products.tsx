import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Product {
  id: string;
  name: string;
}

export default function ProductsPage() {
  const [products, setProducts] = useState<Product[]>([]);
  const [loading, setLoading] = useState(true);
  const [problem, setProblem] = useState("");

  const load = async () => {
    const { data, error } = await supabase.from("products").select("id, name").order("name").limit(50);
    if (!error && data) {
      setProducts(data);
    }
    setLoading(false);
  };

  const add = async () => {
    const { error } = await supabase.from("products").insert({ name: "Tea" });
    setProblem(error ? "refused" : "");
  };

  useEffect(() => {
    load();
  }, []);

  return (
    <section>
      <h1>Products</h1>
      <button type="button" onClick={add}>
        Add tea
      </button>
      {problem && !loading && <p role="alert">The product could not be added. Please try again.</p>}
      <ul>
        {products.map((product) => (
          <li key={product.id}>{product.name}</li>
        ))}
      </ul>
    </section>
  );
}
