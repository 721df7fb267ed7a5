import { desc } from "drizzle-orm";
import { Catalogue } from "@/components/catalogue";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export default async function CataloguePage() {
  const rows = await db.select({ id: products.id, name: products.name }).from(products).orderBy(desc(products.id));
  return <Catalogue products={rows} />;
}
