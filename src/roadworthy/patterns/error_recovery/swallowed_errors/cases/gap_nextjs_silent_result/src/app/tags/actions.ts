"use server";

import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

export async function addTag(title: string) {
  const user = await requireUser();
  try {
    await db.insert(notes).values({ title: title.slice(0, 100), userId: user.id, idempotencyKey: crypto.randomUUID() });
    return { success: true as const };
  } catch (error) {
    console.error("tag", error);
    return { success: false as const, error: "The tag could not be kept" };
  }
}
