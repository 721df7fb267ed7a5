"use server";

import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";

export async function dropNote(id: number): Promise<void> {
  await db.delete(notes).where(eq(notes.id, id));
}

export async function countWords(text: string): Promise<number> {
  return text.split(" ").length;
}
