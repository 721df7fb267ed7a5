import { db } from "@/server/db";
import { products } from "@/server/schema";

export default async function SizesPage() {
  const rows = await db.selectDistinct({ stock: products.stock }).from(products);
  const stocks = rows.map((row) => row.stock);
  return (
    <ul>
      {stocks.map((stock) => (
        <li key={stock}>{stock}</li>
      ))}
    </ul>
  );
}
