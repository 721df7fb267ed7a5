"use server";

import bcrypt from "bcryptjs";
import { redirect } from "next/navigation";
import { db } from "@/server/db";
import { registerSchema } from "@/server/input";
import { users } from "@/server/schema";
import { startSession } from "@/server/session";

export interface RegisterState {
  error?: string;
}

export async function register(_state: RegisterState, formData: FormData): Promise<RegisterState> {
  const parsed = registerSchema.safeParse({
    email: formData.get("email"),
    password: formData.get("password"),
    name: formData.get("name"),
  });
  if (!parsed.success) return { error: "Please check what you typed" };
  const password = await bcrypt.hash(parsed.data.password, 10);
  const [user] = await db
    .insert(users)
    .values({ email: parsed.data.email, name: parsed.data.name, password })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (!user) return { error: "This e-mail cannot be used" };
  await startSession(user.id);
  redirect("/notes");
}
