"use client";

import { useEffect, useState } from "react";
import { allProducts } from "./actions";

type Product = { id: number; name: string; stock: number };

export function NoteSums() {
  const [products, setProducts] = useState<Product[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    allProducts()
      .then(setProducts)
      .catch(() => setFailed(true));
  }, []);
  const stock = products.filter((one) => one.stock > 0).reduce((sum, one) => sum + one.stock, 0);
  return <p>{failed ? "The stock cannot be told now." : `${stock} pieces`}</p>;
}
