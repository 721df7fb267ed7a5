import { asc } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const revalidate = 60;

export async function GET() {
  const rows = await db
    .select({ id: products.id, name: products.name, price: products.price, stock: products.stock })
    .from(products)
    .orderBy(asc(products.id))
    .limit(100);
  return Response.json(rows);
}
