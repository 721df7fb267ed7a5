import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

const TOKEN = "shop_admin_token";

interface Product {
  id: string;
  name: string;
  price: number;
}

async function signIn(event: FormEvent<HTMLFormElement>) {
  event.preventDefault();
  const typed = new FormData(event.currentTarget);
  const { data, error } = await supabase.rpc("shop_admin_login", {
    p_email: typed.get("email"),
    p_password: typed.get("password"),
  });
  if (error) return alert("Wrong address or password");
  localStorage.setItem(TOKEN, data.token);
  window.location.reload();
}

/** Shows its children to administrators of the shop, who have accounts of their own. */
export function AdminOnly({ children }: { children: ReactNode }) {
  const [known, setKnown] = useState<boolean | null>(null);

  useEffect(() => {
    const token = localStorage.getItem(TOKEN);
    if (!token) return setKnown(false);
    supabase.rpc("shop_admin_session", { p_token: token }).then(({ data }) => setKnown(data === true));
  }, []);

  if (known === null) return <p>Loading</p>;
  if (known) return children;
  return (
    <form onSubmit={signIn}>
      <input name="email" type="email" aria-label="Address" required />
      <input name="password" type="password" aria-label="Password" required />
      <button type="submit">Sign in</button>
    </form>
  );
}

export default function AdminProductsPage() {
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
      <h1>Keep the products</h1>
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
