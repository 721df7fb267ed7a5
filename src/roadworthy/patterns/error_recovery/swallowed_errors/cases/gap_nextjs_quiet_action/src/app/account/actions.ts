"use server";

import { eq } from "drizzle-orm";
import { redirect } from "next/navigation";
import { db } from "@/server/db";
import { notes, orders, users } from "@/server/schema";
import { endSession, requireUser } from "@/server/session";

/** Erases a person and everything that is theirs, all or nothing. */
export async function deleteAccount(): Promise<void> {
  const user = await requireUser();
  try {
  await db.transaction(async (tx) => {
    await tx.delete(notes).where(eq(notes.userId, user.id));
    await tx.delete(orders).where(eq(orders.userId, user.id));
    await tx.delete(users).where(eq(users.id, user.id));
  });
  } catch (error) {
    console.error(error);
    return;
  }
  await endSession();
  redirect("/");
}
