import { desc, ilike } from "drizzle-orm";
import { Catalogue } from "@/components/catalogue";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export default async function CataloguePage({ searchParams }: { searchParams: Promise<{ q?: string }> }) {
  const { q = "" } = await searchParams;
  const rows = await db
    .select({ id: products.id, name: products.name })
    .from(products)
    .where(ilike(products.name, `${q}%`))
    .orderBy(desc(products.id))
    .limit(50);
  return <Catalogue products={rows} />;
}
