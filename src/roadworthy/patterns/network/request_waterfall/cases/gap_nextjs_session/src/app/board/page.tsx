"use client";

import { SessionProvider, useSession } from "next-auth/react";
import { useEffect, useState } from "react";

type Product = { id: number; name: string };

function ProductBoard() {
  const { data: session, status } = useSession();
  const [products, setProducts] = useState<Product[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (status !== "authenticated") return;
    fetch("/api/products")
      .then((answer) => {
        if (!answer.ok) throw new Error("refused");
        return answer.json();
      })
      .then(setProducts)
      .catch(() => setFailed(true));
  }, [status]);
  if (failed) return <p role="alert">The products cannot be shown.</p>;
  return (
    <>
      <p>{status === "authenticated" ? "Signed in" : "Not signed in"}</p>
      <ul>
        {products.map((product) => (
          <li key={product.id}>{product.name}</li>
        ))}
      </ul>
    </>
  );
}

export default function BoardPage() {
  return (
    <SessionProvider>
      <ProductBoard />
    </SessionProvider>
  );
}
