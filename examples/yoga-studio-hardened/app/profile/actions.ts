"use server";

import { eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { db } from "@/db";
import { users } from "@/db/schema";
import { eraseAccount } from "@/lib/account";
import { profileSchema } from "@/lib/input";
import { rateLimitMember } from "@/lib/limits";
import { destroySession, requireUser } from "@/lib/session";

export async function updateProfile(_prev: { message: string }, formData: FormData) {
  const user = await requireUser();
  if (!(await rateLimitMember(user.id))) return { message: "Too many requests. Please wait a minute." };
  const parsed = profileSchema.safeParse({ name: formData.get("name"), phone: formData.get("phone") ?? "" });
  if (!parsed.success) return { message: parsed.error.issues[0].message };
  const { name, phone } = parsed.data;
  await db.update(users).set({ name, phone }).where(eq(users.id, user.id));
  revalidatePath("/profile");
  return { message: "Saved" };
}

export async function deleteAccount() {
  const user = await requireUser();
  await eraseAccount(user);
  await destroySession();
  redirect("/");
}
