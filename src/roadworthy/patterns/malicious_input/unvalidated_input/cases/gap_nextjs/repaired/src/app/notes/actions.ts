"use server";

import { and, eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { db } from "@/server/db";
import { noteSchema, rowId } from "@/server/input";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

export interface NoteState {
  error?: string;
}

export async function addNote(_state: NoteState, formData: FormData): Promise<NoteState> {
  const user = await requireUser();
  const parsed = noteSchema.safeParse({
    title: formData.get("title"),
    body: formData.get("body") ?? "",
    attempt: formData.get("attempt"),
  });
  if (!parsed.success) return { error: "Please check title and text" };
  const { title, body, attempt } = parsed.data;
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
