"use server";

import { desc } from "drizzle-orm";
import { db } from "@/server/db";
import { notes, products } from "@/server/schema";

export async function listNotes() {
  return db.select({ id: notes.id, title: notes.title }).from(notes).orderBy(desc(notes.id)).limit(20);
}

export async function listProducts() {
  return db.select({ id: products.id, name: products.name }).from(products).limit(20);
}

export async function listAll() {
  const [some, others] = await Promise.all([listNotes(), listProducts()]);
  return { some, others };
}
