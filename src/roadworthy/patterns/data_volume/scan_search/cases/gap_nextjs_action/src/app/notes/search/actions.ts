"use server";

import { and, eq, ilike } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

export interface Found {
  id: number;
  title: string;
}

const words = z.string().min(1).max(40);

export async function searchNotes(word: string): Promise<Found[]> {
  const user = await requireUser();
  const asked = words.parse(word);
  return db
    .select({ id: notes.id, title: notes.title })
    .from(notes)
    .where(and(eq(notes.userId, user.id), ilike(notes.title, `%${asked}%`)))
    .limit(20);
}
