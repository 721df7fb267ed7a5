"use server";

import bcrypt from "bcryptjs";
import { sql } from "drizzle-orm";
import { redirect } from "next/navigation";
import { db } from "@/db";
import { users } from "@/db/schema";
import { registerSchema } from "@/lib/input";
import { rateLimitAddress } from "@/lib/limits";
import { PRIVACY_VERSION } from "@/lib/privacy";
import { createSession } from "@/lib/session";

export async function register(_prev: { error: string }, formData: FormData) {
  if (!(await rateLimitAddress("sign-up"))) return { error: "Too many attempts. Please wait a minute." };
  const parsed = registerSchema.safeParse({
    name: formData.get("name"),
    email: formData.get("email"),
    phone: formData.get("phone") ?? "",
    password: formData.get("password"),
  });
  if (!parsed.success) return { error: parsed.error.issues[0].message };
  const { name, email, phone, password } = parsed.data;

  const hash = await bcrypt.hash(password, 12);
  const [user] = await db
    .insert(users)
    .values({ name, email, phone, password: hash, privacyVersion: PRIVACY_VERSION, privacyAcceptedAt: sql`now()` })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (!user) return { error: "Email already in use" };
  await createSession(user.id);
  redirect("/bookings");
}
