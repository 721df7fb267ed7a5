"use server";

import { gt, sum } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";
import { requireUser } from "@/server/session";

export async function stockOfAll() {
  await requireUser();
  const [found] = await db.select({ stock: sum(products.stock) }).from(products).where(gt(products.stock, 0));
  return found?.stock ?? "0";
}
