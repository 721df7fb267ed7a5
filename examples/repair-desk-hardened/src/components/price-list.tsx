import { useQuery } from "@tanstack/react-query";
import { LoadError } from "@/components/load-error";

const TIMEOUT_MS = 10_000;

interface Price {
  name: string;
  price: string;
}

async function readPrices(): Promise<Price[]> {
  const address = `${import.meta.env.VITE_SUPABASE_URL}/functions/v1/prices`;
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`prices answered ${response.status}`);
  return response.json();
}

export function PriceList() {
  const { data, error, refetch } = useQuery({ queryKey: ["prices"], queryFn: readPrices });

  return (
    <>
      <h2>What it costs</h2>
      {error && <LoadError what="The prices" retry={refetch} />}
      {data?.map((price) => (
        <p key={price.name}>
          {price.name}: €{price.price}
        </p>
      ))}
    </>
  );
}
