import { db } from "@/server/db";
import { products } from "@/server/schema";
import { requireUser } from "@/server/session";
import { ProductForm } from "../products/product-form";

export default async function AdminStockPage() {
  const user = await requireUser();
  const rows = await db.select({ id: products.id, stock: products.stock }).from(products).limit(100);
  return (
    <>
      <h1>Stock, {user.name}</h1>
      <ProductForm />
      <p>{rows.map((row) => row.stock).join(", ")}</p>
    </>
  );
}
