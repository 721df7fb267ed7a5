import { asc } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export default async function CataloguePage() {
  const rows = await db.select({ id: products.id, name: products.name }).from(products).orderBy(asc(products.name)).limit(50);
  return (
    <ul>
      {rows.map((product) => (
        <li key={product.id}>{product.name}</li>
      ))}
    </ul>
  );
}
