"use server";

import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import { redirect } from "next/navigation";
import { db } from "@/db";
import { users } from "@/db/schema";
import { audit } from "@/lib/audit";
import { loginSchema, ownPath } from "@/lib/input";
import { rateLimitAddress } from "@/lib/limits";
import { createSession, destroySession } from "@/lib/session";

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";
const REFUSED = { error: "Please check e-mail and password" };

export async function login(_prev: { error: string }, formData: FormData) {
  if (!(await rateLimitAddress("sign-in"))) return { error: "Too many attempts. Please wait a minute." };
  const parsed = loginSchema.safeParse({ email: formData.get("email"), password: formData.get("password") });
  if (!parsed.success) return REFUSED;
  const [user] = await db
    .select({ id: users.id, password: users.password })
    .from(users)
    .where(eq(users.email, parsed.data.email));
  const matches = await bcrypt.compare(parsed.data.password, user?.password ?? NOBODY);
  if (!user || !matches) return REFUSED;
  await createSession(user.id);
  await audit({ actor: user.id, action: "session.started", object: `user:${user.id}` });
  redirect(ownPath(formData.get("next")));
}

export async function logout() {
  await destroySession();
  redirect("/");
}
