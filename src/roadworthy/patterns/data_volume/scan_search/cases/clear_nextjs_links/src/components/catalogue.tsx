"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";

export function Catalogue({ products }: { products: { id: number; name: string }[] }) {
  const router = useRouter();
  return (
    <>
      <input
        aria-label="Search products"
        onChange={(event) => router.replace(`/catalogue?q=${encodeURIComponent(event.target.value)}`)}
      />
      <ul>
        {products.map((product) => (
          <li key={product.id}>
            <Link href={`/catalogue/${encodeURIComponent(product.name)}`}>{product.name}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
