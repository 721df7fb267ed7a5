"use server";

import { and, eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

/** Takes a note away and shows the list without it. */
export async function deleteAccount(form: FormData): Promise<void> {
  const user = await requireUser();
  try {
    await db.delete(notes).where(and(eq(notes.id, Number(form.get("id"))), eq(notes.userId, user.id)));
  } catch (error) {
    console.error(error);
  }
  revalidatePath("/notes");
}
