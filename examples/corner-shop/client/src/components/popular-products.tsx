import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import type { PopularProduct } from "@shared/schema";

export function PopularProducts() {
  const [ready, setReady] = useState(false);

  // Not needed at once: wait until the browser has nothing else to do
  useEffect(() => {
    const handle = requestIdleCallback(() => setReady(true));
    return () => cancelIdleCallback(handle);
  }, []);

  const { data: popular, error } = useQuery<PopularProduct[]>({ queryKey: ["/api/popular"], enabled: ready });

  if (error) return <p className="error">{error.message}</p>;
  if (!popular || popular.length === 0) return null;

  return (
    <section>
      <h2>Popular this week</h2>
      <ul className="list">
        {popular.map((product) => (
          <li key={product.id}>
            <Link href={`/products/${product.id}`}>{product.name}</Link>{" "}
            <span className="muted">bought {product.sold} times</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
