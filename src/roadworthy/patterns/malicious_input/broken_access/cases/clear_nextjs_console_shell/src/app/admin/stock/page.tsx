import { requireUser } from "@/server/session";
import { ProductForm } from "../products/product-form";

export default async function AdminStockPage() {
  const user = await requireUser();
  return (
    <>
      <h1>Stock, {user.name}</h1>
      <ProductForm />
    </>
  );
}
