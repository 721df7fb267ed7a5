"use server";

import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import { redirect } from "next/navigation";
import { db } from "@/db";
import { users } from "@/db/schema";
import { createSession, destroySession } from "@/lib/session";

export async function login(_prev: { error: string }, formData: FormData) {
  const email = formData.get("email") as string;
  const password = formData.get("password") as string;
  console.log("Login attempt", email, password);
  const [user] = await db.select().from(users).where(eq(users.email, email));
  if (!user) return { error: "No account with this email" };
  const ok = await bcrypt.compare(password, user.password);
  if (!ok) return { error: "Wrong password" };
  await createSession(user.id);
  redirect((formData.get("next") as string) || "/bookings");
}

export async function logout() {
  await destroySession();
  redirect("/");
}
