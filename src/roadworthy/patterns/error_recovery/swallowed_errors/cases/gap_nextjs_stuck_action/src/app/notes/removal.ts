"use server";

import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

export async function removeNote(id: number) {
  const user = await requireUser();
  await db.delete(notes).where(and(eq(notes.id, id), eq(notes.userId, user.id)));
}
