import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Product {
  id: string;
  name: string;
  price: number;
}

export default function ProductsPage() {
  const [products, setProducts] = useState<Product[]>([]);
  const [loading, setLoading] = useState(true);

  useEffect(() => {
    async function load() {
      try {
        const { data, error } = await supabase.from("products").select("id, name, price").order("name").limit(50);
        if (error) throw error;
        setProducts(data);
      } catch (error) {
        console.error("products", error);
      } finally {
        setLoading(false);
      }
    }
    void load();
  }, []);

  if (loading) return <p>Loading</p>;
  return (
    <section>
      <h1>Products</h1>
      {products.length === 0 && <p>There are no products yet</p>}
      <ul>
        {products.map((product) => (
          <li key={product.id}>
            {product.name}: {product.price}
          </li>
        ))}
      </ul>
    </section>
  );
}
