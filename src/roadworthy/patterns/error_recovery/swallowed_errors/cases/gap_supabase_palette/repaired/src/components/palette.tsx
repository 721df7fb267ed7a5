import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Product {
  id: string;
  name: string;
}

/** Opens with Ctrl+K and lists what can be gone to. */
export function Palette() {
  const [open, setOpen] = useState(false);
  const [products, setProducts] = useState<Product[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((shown) => !shown);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);

  useEffect(() => {
    if (!open) return;
    async function load() {
      const { data, error } = await supabase.from("products").select("id, name").order("name").limit(50);
      setFailed(error !== null);
      setProducts(data ?? []);
    }
    void load();
  }, [open]);

  if (!open) return null;
  return (
    <div role="dialog" aria-label="Go to">
      <input aria-label="Search" />
      {failed && <p role="alert">The list could not be loaded. Please try again.</p>}
      {!failed && products.length === 0 && <p>No results found</p>}
      <ul>
        {products.map((product) => (
          <li key={product.id}>{product.name}</li>
        ))}
      </ul>
    </div>
  );
}
