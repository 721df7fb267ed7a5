"use server";

import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import { redirect } from "next/navigation";
import { db } from "@/server/db";
import { loginSchema } from "@/server/input";
import { users } from "@/server/schema";
import { endSession, startSession } from "@/server/session";

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";

export interface LoginState {
  error?: string;
}

export async function signIn(_state: LoginState, formData: FormData): Promise<LoginState> {
  const parsed = loginSchema.safeParse({ email: formData.get("email"), password: formData.get("password") });
  if (!parsed.success) return { error: "Please check e-mail and password" };
  const [user] = await db
    .select({ id: users.id, password: users.password })
    .from(users)
    .where(eq(users.email, parsed.data.email));
  const matches = await bcrypt.compare(parsed.data.password, user?.password ?? NOBODY);
  if (!user || !matches) return { error: "Please check e-mail and password" };
  await startSession(user.id);
  redirect("/notes");
}

export async function signOut(): Promise<void> {
  await endSession();
  redirect("/");
}
