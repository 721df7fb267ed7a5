"use server";

import { randomUUID } from "node:crypto";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { requireUser } from "@/server/session";

const LARGEST = 100_000;

export async function importNote(form: FormData): Promise<void> {
  const user = await requireUser();
  const given = form.get("source");
  if (!(given instanceof File)) return;
  if (given.size > LARGEST || !given.name.endsWith(".txt")) return;
  const body = (await given.text()).slice(0, 2000);
  await db.insert(notes).values({ userId: user.id, title: "Imported", body, idempotencyKey: randomUUID() });
}
