"use server";

import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { signedIn, renaming } from "@/server/procedures";

export const renameNote = signedIn
  .createServerAction()
  .input(renaming)
  .handler(async ({ input, ctx }) => {
    await db.update(notes).set({ title: input.title }).where(and(eq(notes.id, input.id), eq(notes.userId, ctx.user.id)));
  });
