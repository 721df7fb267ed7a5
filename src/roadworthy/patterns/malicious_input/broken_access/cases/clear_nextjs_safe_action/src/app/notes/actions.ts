"use server";

import { and, eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { zfd } from "zod-form-data";
import { z } from "zod";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { signedIn } from "@/server/safe-action";
import { notes } from "@/server/schema";

const fields = zfd.formData({
  title: zfd.text(z.string().min(1).max(120)),
  body: zfd.text(z.string().max(2000)),
  attempt: zfd.text(z.string().uuid()),
});

export const addNote = signedIn.schema(fields).action(async ({ parsedInput: { title, body, attempt }, ctx }) => {
  await db
    .insert(notes)
    .values({ userId: ctx.user.id, title, body, idempotencyKey: attempt })
    .onConflictDoNothing({ target: [notes.userId, notes.idempotencyKey] });
  revalidatePath("/notes");
});

export const deleteNote = signedIn
  .bindArgsSchemas([rowId])
  .action(async ({ bindArgsParsedInputs: [noteId], ctx }) => {
    await db.delete(notes).where(and(eq(notes.id, noteId), eq(notes.userId, ctx.user.id)));
    revalidatePath("/notes");
  });
