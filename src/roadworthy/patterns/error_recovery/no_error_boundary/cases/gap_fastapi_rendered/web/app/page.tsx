import Link from "next/link";
import { getProducts } from "../lib/shop";

export const dynamic = "force-dynamic";

export default async function ShopPage() {
  const products = await getProducts();
  return (
    <main>
      <h1>Shop</h1>
      <Link href="/about">About us</Link>
      <ul>
        {products.map((product) => (
          <li key={product.id}>{product.name}</li>
        ))}
      </ul>
    </main>
  );
}
