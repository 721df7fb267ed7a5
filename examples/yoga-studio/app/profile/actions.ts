"use server";

import { eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { db } from "@/db";
import { users } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function updateProfile(formData: FormData) {
  const user = await getUser();
  if (!user) throw new Error("Please log in");
  const data = Object.fromEntries(formData.entries());
  await db.update(users).set(data).where(eq(users.id, user.id));
  revalidatePath("/profile");
}
