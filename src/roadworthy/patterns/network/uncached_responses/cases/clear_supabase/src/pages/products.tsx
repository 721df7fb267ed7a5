import { useQuery } from "@tanstack/react-query";

interface Price {
  name: string;
  price: string;
}

async function listProducts(): Promise<Price[]> {
  const answer = await fetch(`${import.meta.env.VITE_SUPABASE_URL}/functions/v1/price-list`);
  if (!answer.ok) throw new Error("no prices");
  return answer.json();
}

export default function ProductsPage() {
  const products = useQuery({ queryKey: ["products"], queryFn: listProducts });
  if (products.isError) return <p role="alert">The products could not be loaded. Please try again.</p>;
  return <ul>{products.data?.map((one) => <li key={one.name}>{one.name}: {one.price}</li>)}</ul>;
}
