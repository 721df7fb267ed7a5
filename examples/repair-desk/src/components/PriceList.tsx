import { useEffect, useState } from "react";

export function PriceList() {
  const [prices, setPrices] = useState<any[]>([]);

  useEffect(() => {
    // Nobody waits for the prices, so the rest of the page comes first
    requestIdleCallback(async () => {
      const res = await fetch(`${import.meta.env.VITE_SUPABASE_URL}/functions/v1/prices`);
      setPrices(await res.json());
    });
  }, []);

  return (
    <>
      <h2>What it costs</h2>
      {prices.map((price) => (
        <p key={price.name}>
          {price.name}: €{price.price}
        </p>
      ))}
    </>
  );
}
