"use server";

import { db } from "@/server/db";
import { products } from "@/server/schema";
import { requireUser } from "@/server/session";

export async function allProducts() {
  await requireUser();
  return db.select({ id: products.id, name: products.name, stock: products.stock }).from(products);
}
