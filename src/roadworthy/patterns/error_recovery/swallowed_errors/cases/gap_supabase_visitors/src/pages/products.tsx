import { useEffect, useState } from "react";
import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

type Product = { id: string; name: string; price: number };

/** What visitors see; whoever has an account begins with their notes. */
export default function ProductsPage() {
  const navigate = useNavigate();
  const [products, setProducts] = useState<Product[]>([]);

  useEffect(() => {
    async function load() {
      const { data: account } = await supabase.auth.getSession();
      if (account.session) {
        navigate("/notes");
        return;
      }
      const { data, error } = await supabase.from("products").select("id, name, price").order("name").limit(50);
      if (error) {
        console.error("products", error);
        return;
      }
      setProducts(data);
    }
    void load();
  }, [navigate]);

  return (
    <section>
      <h1>Products</h1>
      {products.length === 0 && <p>Nothing is on sale today.</p>}
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
