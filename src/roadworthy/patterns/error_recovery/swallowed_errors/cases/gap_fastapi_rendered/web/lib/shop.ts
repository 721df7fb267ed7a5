const API = process.env.NEXT_PUBLIC_API_URL || "http://localhost:8000";

export interface Product {
  id: number;
  name: string;
}

export async function getProducts(): Promise<Product[]> {
  try {
    const response = await fetch(`${API}/products`);
    if (!response.ok) throw new Error(`products were answered ${response.status}`);
    return await response.json();
  } catch {
    return [];
  }
}
