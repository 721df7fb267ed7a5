import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import type { PopularProduct } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { whenIdle } from "@/lib/browser";

export function PopularProducts() {
  const [ready, setReady] = useState(false);

  useEffect(() => whenIdle(() => setReady(true)), []);

  const { data: popular, error, refetch } = useQuery<PopularProduct[]>({ queryKey: ["/api/popular"], enabled: ready });

  if (error) return <LoadError error={error} retry={refetch} />;
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
