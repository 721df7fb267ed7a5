import { desc } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export function newestProducts() {
  return db.select({ id: products.id, name: products.name }).from(products).orderBy(desc(products.id)).limit(5);
}
