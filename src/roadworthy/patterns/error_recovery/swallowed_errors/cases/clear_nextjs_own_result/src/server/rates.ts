import { db } from "@/server/db";
import { products } from "@/server/schema";

export async function latestRates() {
  try {
    const rows = await db.select({ id: products.id, name: products.name }).from(products).limit(20);
    return { success: true as const, data: rows };
  } catch (error) {
    console.error("rates", error);
    return { success: false as const, error: "The rates could not be read" };
  }
}
