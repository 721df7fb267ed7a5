import { asc } from "drizzle-orm";
import { unstable_cache } from "next/cache";
import { OrderButton } from "@/components/order-button";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

const listed = unstable_cache(
  async () =>
    db
      .select({ id: products.id, name: products.name, price: products.price, stock: products.stock })
      .from(products)
      .orderBy(asc(products.id))
      .limit(100),
  ["products"],
  { revalidate: 60 },
);

export default async function ProductsPage() {
  const rows = await listed();
  return (
    <>
      <h1>Products</h1>
      <ul>
        {rows.map((product) => (
          <li key={product.id}>
            {product.name}, {product.price} <OrderButton productId={product.id} />
          </li>
        ))}
      </ul>
    </>
  );
}
