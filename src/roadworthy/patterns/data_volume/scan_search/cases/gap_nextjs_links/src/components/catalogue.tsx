"use client";

import Link from "next/link";
import { useState } from "react";

export function Catalogue({ products }: { products: { id: number; name: string }[] }) {
  const [word, setWord] = useState("");
  const shown = products.filter((product) => product.name.toLowerCase().includes(word.toLowerCase()));
  return (
    <>
      <input aria-label="Search products" value={word} onChange={(event) => setWord(event.target.value)} />
      <ul>
        {shown.map((product) => (
          <li key={product.id}>
            <Link href={`/catalogue/${encodeURIComponent(product.name)}`}>{product.name}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
