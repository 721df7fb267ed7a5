import { asc, count } from "drizzle-orm";
import { db } from "@/server/db";
import { orders, products } from "@/server/schema";
import { requireAdmin } from "@/server/session";
import { ProductForm } from "./product-form";

export default async function AdminProductsPage() {
  await requireAdmin();
  const [rows, [sold]] = await Promise.all([
    db.select({ id: products.id, name: products.name, stock: products.stock }).from(products).orderBy(asc(products.id)).limit(100),
    db.select({ number: count() }).from(orders),
  ]);
  return (
    <>
      <h1>Products</h1>
      <p>{sold.number} orders so far</p>
      <ProductForm />
      <ul>
        {rows.map((product) => (
          <li key={product.id}>
            {product.name}: {product.stock}
          </li>
        ))}
      </ul>
    </>
  );
}
