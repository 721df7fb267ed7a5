"use server";

import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/server/db";
import { shelves } from "@/server/shelves";

const shelf = z.object({ name: z.string().trim().min(1).max(120) });

export async function addShelf(_state: unknown, form: FormData) {
  const { name } = shelf.parse({ name: form.get("name") });
  await db.insert(shelves).values({ name });
  return {};
}

export async function removeShelf(id: number) {
  await db.delete(shelves).where(eq(shelves.id, z.number().int().parse(id)));
}
