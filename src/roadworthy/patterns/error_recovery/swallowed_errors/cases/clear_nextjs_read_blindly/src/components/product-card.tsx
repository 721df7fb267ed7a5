"use client";

import { useProduct } from "./use-product";

export function ProductCard({ id }: { id: number }) {
  const { data: product, isPending } = useProduct(id);
  if (isPending) return <p>One moment</p>;
  if (!product) return <p role="alert">The product cannot be shown now.</p>;
  return <h2>{product.name}</h2>;
}
