import { useQuery } from "@tanstack/react-query";

async function read(id: number) {
  const response = await fetch(`/api/products/${id}`);
  if (!response.ok) throw new Error(`refused: ${response.status}`);
  return response.json();
}

export function useProduct(id: number) {
  return useQuery({ queryKey: ["product", id], queryFn: () => read(id) });
}
