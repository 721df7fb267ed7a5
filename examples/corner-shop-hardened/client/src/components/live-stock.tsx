import { useEffect, useState } from "react";
import { follow } from "@/lib/follow";

export function LiveStock({ productId, initial }: { productId: number; initial: number }) {
  const [stock, setStock] = useState(initial);
  const [live, setLive] = useState(false);

  useEffect(() => follow(`/api/products/${productId}/stock`, (data) => setStock(Number(data)), setLive), [productId]);

  return (
    <p className="muted">
      {stock > 0 ? `${stock} in stock` : "Sold out"} {live ? "right now" : "a moment ago"}
    </p>
  );
}
