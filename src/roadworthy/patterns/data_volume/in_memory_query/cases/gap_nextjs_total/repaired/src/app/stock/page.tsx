import { sum } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export default async function StockPage() {
  const [row] = await db.select({ worth: sum(products.price) }).from(products);
  return <p>Everything together costs {row.worth ?? 0}</p>;
}
