import { useMutation, useQuery } from "@tanstack/react-query";
import { CardMedia } from "@mui/material";
import { useState } from "react";
import type { Product } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { apiRequest, queryClient } from "@/lib/api";
import { createKey } from "@/lib/browser";

function ProductRow({ product }: { product: Product }) {
  // The same key until the order is through, so that a second attempt is not a second order
  const [key, setKey] = useState(createKey);
  const order = useMutation({
    mutationFn: () => apiRequest("POST", "/api/orders", { productId: product.id, quantity: 1 }, key),
    onSuccess: () => {
      setKey(createKey());
      return queryClient.invalidateQueries({ queryKey: ["/api/products"] });
    },
  });
  return (
    <li style={{ minHeight: 240 }}>
      <CardMedia component="img" loading="lazy" image={`/pictures/${product.id}.jpg`} alt="" />
      {product.name}, £{product.price}, {product.stock} left{" "}
      <button type="button" disabled={order.isPending || product.stock === 0} onClick={() => order.mutate()}>
        {order.isPending ? "Ordering…" : "Order"}
      </button>
      {order.isSuccess && <span role="status">Ordered</span>}
      {order.error && <span role="alert">{order.error.message}</span>}
    </li>
  );
}

export default function ProductsPage() {
  const { data: products, isLoading, error, refetch } = useQuery<Product[]>({ queryKey: ["/api/products"] });
  return (
    <>
      <h1>Products</h1>
      {isLoading && <p>Loading…</p>}
      {error && <LoadError error={error} retry={refetch} />}
      <ul>
        {products?.map((product) => (
          <ProductRow key={product.id} product={product} />
        ))}
      </ul>
    </>
  );
}
