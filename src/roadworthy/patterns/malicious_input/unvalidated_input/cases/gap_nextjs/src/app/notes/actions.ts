"use server";

import { and, eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

export interface NoteState {
  error?: string;
}

export async function addNote(_state: NoteState, formData: FormData): Promise<NoteState> {
  const user = await requireUser();
  const title = String(formData.get("title"));
  const body = String(formData.get("body") ?? "");
  const attempt = String(formData.get("attempt"));
  await db
    .insert(notes)
    .values({ userId: user.id, title, body, idempotencyKey: attempt })
    .onConflictDoNothing({ target: [notes.userId, notes.idempotencyKey] });
  revalidatePath("/notes");
  return {};
}

export async function deleteNote(id: number): Promise<void> {
  const user = await requireUser();
  const noteId = rowId.parse(id);
  await db.delete(notes).where(and(eq(notes.id, noteId), eq(notes.userId, user.id)));
  revalidatePath("/notes");
}
