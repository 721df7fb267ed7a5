"use server";

import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import { redirect } from "next/navigation";
import { db } from "@/db";
import { users } from "@/db/schema";
import { createSession } from "@/lib/session";

export async function register(_prev: { error: string }, formData: FormData) {
  const name = formData.get("name") as string;
  const email = formData.get("email") as string;
  const password = formData.get("password") as string;
  const phone = formData.get("phone") as string;
  if (password.length < 8) return { error: "Password must be at least 8 characters" };

  const [existing] = await db.select().from(users).where(eq(users.email, email));
  if (existing) return { error: "Email already in use" };

  const hash = bcrypt.hashSync(password, 10);
  const [user] = await db.insert(users).values({ name, email, phone, password: hash }).returning();
  await createSession(user.id);
  redirect("/bookings");
}
