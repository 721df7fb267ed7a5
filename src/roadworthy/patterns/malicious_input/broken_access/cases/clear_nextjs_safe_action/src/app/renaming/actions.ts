"use server";

import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { signedIn } from "@/server/clients";
import { db } from "@/server/db";
import { notes } from "@/server/schema";

export const renameNote = signedIn
  .metadata({ actionName: "renameNote" })
  .inputSchema(z.object({ id: z.number().int(), title: z.string().max(120) }))
  .action(async ({ parsedInput, ctx }) => {
    await db.update(notes).set({ title: parsedInput.title }).where(and(eq(notes.id, parsedInput.id), eq(notes.userId, ctx.user.id)));
  });
