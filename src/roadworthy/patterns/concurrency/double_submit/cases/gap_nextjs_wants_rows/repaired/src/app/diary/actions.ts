"use server";

import { and, eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { db } from "@/server/db";
import { entries, notebooks } from "@/server/schema";
import { requireUser } from "@/server/session";

const entrySchema = z.object({
  text: z.string().min(1).max(200),
  day: z.string().min(1),
  number: z.string().max(40).optional(),
  attempt: z.string().min(1).max(64),
});

export async function addEntry(input: unknown): Promise<{ ok: boolean; error?: string }> {
  const user = await requireUser();
  const [notebook] = await db
    .select({ id: notebooks.id })
    .from(notebooks)
    .where(and(eq(notebooks.userId, user.id), eq(notebooks.isDefault, true)))
    .limit(1);
  if (!notebook) return { ok: false, error: "No notebook is the usual one" };
  const parsed = entrySchema.safeParse(input);
  if (!parsed.success) return { ok: false, error: "Please check the fields" };
  const day = new Date(`${parsed.data.day}T00:00:00.000Z`);
  if (Number.isNaN(day.getTime())) return { ok: false, error: "That is no day" };
  await db
    .insert(entries)
    .values({
      userId: user.id,
      notebookId: notebook.id,
      text: parsed.data.text,
      number: parsed.data.number,
      day,
      attempt: parsed.data.attempt,
    })
    .onConflictDoNothing();
  revalidatePath("/diary");
  return { ok: true };
}
