"use server";

import { revalidatePath } from "next/cache";
import { db } from "@/server/db";
import { productSchema } from "@/server/input";
import { products } from "@/server/schema";
import { requireAdmin } from "@/server/session";

export interface ProductState {
  error?: string;
}

export async function addProduct(_state: ProductState, formData: FormData): Promise<ProductState> {
  await requireAdmin();
  const parsed = productSchema.safeParse({
    name: formData.get("name"),
    price: formData.get("price"),
    stock: formData.get("stock"),
  });
  if (!parsed.success) return { error: "Please check name, price and stock" };
  const [added] = await db
    .insert(products)
    .values(parsed.data)
    .onConflictDoNothing({ target: products.name })
    .returning({ id: products.id });
  if (!added) return { error: "There is a product of this name" };
  revalidatePath("/");
  return {};
}
