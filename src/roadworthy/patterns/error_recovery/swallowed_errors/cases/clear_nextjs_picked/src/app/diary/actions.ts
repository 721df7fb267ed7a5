"use server";

import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";
import { eq } from "drizzle-orm";

export async function findNotes() {
  const user = await requireUser();
  try {
    const items = await db.select().from(notes).where(eq(notes.userId, user.id)).limit(20);
    return { items };
  } catch (error) {
    console.error("notes", error);
    return { error: "Your notes cannot be read at the moment." };
  }
}
