import { useEffect, useState } from "react";

export function LiveStock({ productId, initial }: { productId: number; initial: number }) {
  const [stock, setStock] = useState(initial);

  useEffect(() => {
    const source = new EventSource(`/api/products/${productId}/stock`);
    source.onmessage = (event) => setStock(Number(event.data));
    source.onerror = () => source.close();
    return () => source.close();
  }, [productId]);

  return <p className="muted">{stock > 0 ? `${stock} in stock right now` : "Sold out"}</p>;
}
