"use server";

import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { anybody, renaming } from "@/server/procedures";

export const renameNote = anybody
  .createServerAction()
  .input(renaming)
  .handler(async ({ input, ctx }) => {
    await db.update(notes).set({ title: input.title }).where(eq(notes.id, input.id));
  });
