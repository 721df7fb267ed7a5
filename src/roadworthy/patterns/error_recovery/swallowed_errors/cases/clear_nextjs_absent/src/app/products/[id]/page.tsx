import { notFound } from "next/navigation";
import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";

async function findProduct(id: number) {
  const [product] = await db.select().from(products).where(eq(products.id, id)).limit(1);
  return product ?? null;
}

export default async function ProductPage({ params }: { params: Promise<{ id: string }> }) {
  const product = await findProduct(Number((await params).id));
  if (!product) notFound();
  return <h1>{product.name}</h1>;
}
