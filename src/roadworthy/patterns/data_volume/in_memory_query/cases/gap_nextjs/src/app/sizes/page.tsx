import { db } from "@/server/db";
import { products } from "@/server/schema";

export default async function SizesPage() {
  const rows = await db.select({ stock: products.stock }).from(products);
  const stocks = Array.from(new Set(rows.map((row) => row.stock))).sort();
  return (
    <ul>
      {stocks.map((stock) => (
        <li key={stock}>{stock}</li>
      ))}
    </ul>
  );
}
