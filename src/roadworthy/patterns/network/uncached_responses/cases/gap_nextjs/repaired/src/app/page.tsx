import { asc } from "drizzle-orm";
import { OrderButton } from "@/components/order-button";
import { db } from "@/server/db";
import { products } from "@/server/schema";

// The same for everybody, and asked of the database once a minute
export const revalidate = 60;

export default async function ProductsPage() {
  const rows = await db
    .select({ id: products.id, name: products.name, price: products.price, stock: products.stock })
    .from(products)
    .orderBy(asc(products.id))
    .limit(100);
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
