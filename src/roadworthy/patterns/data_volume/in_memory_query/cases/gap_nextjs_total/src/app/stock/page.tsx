import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export default async function StockPage() {
  const rows = await db.select({ price: products.price }).from(products);
  const worth = rows.reduce((sum, product) => sum + Number(product.price), 0);
  return <p>Everything together costs {worth.toFixed(2)}</p>;
}
