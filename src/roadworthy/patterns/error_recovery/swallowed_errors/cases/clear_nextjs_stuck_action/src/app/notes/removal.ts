"use server";

import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

export async function removeNote(id: number) {
  try {
    const user = await requireUser();
    await db.delete(notes).where(and(eq(notes.id, id), eq(notes.userId, user.id)));
    return { success: true as const };
  } catch {
    return { success: false as const, error: "The note is still there. Try again." };
  }
}
