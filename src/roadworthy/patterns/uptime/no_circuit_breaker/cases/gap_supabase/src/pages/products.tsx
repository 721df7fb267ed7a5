import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function readRates() {
  const { data, error } = await supabase.functions.invoke("exchange-rates");
  if (error) throw error;
  return data as { rates: Record<string, number> };
}

export default function ProductsPage() {
  const rates = useQuery({ queryKey: ["rates"], queryFn: readRates });
  if (rates.isError) return <p role="alert">The rates could not be loaded. Please try again.</p>;
  return <p>A euro is {rates.data?.rates.USD} dollars.</p>;
}
