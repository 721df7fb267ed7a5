import "server-only";
import { eq } from "drizzle-orm";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { db } from "./db";
import { users } from "./schema";
import { COOKIE, readToken, signToken } from "./token";

/** Who is signed in, or null. Asked once per request. */
export const currentUser = cache(async () => {
  const jar = await cookies();
  const userId = await readToken(jar.get(COOKIE)?.value);
  if (userId === null) return null;
  const [user] = await db
    .select({ id: users.id, email: users.email, name: users.name, role: users.role })
    .from(users)
    .where(eq(users.id, userId));
  return user ?? null;
});

/** Who is signed in; everybody else is sent to sign in. */
export async function requireUser() {
  const user = await currentUser();
  if (!user) redirect("/login");
  return user;
}

export async function requireAdmin() {
  const user = await requireUser();
  if (user.role !== "admin") redirect("/");
  return user;
}

export async function startSession(userId: number): Promise<void> {
  const jar = await cookies();
  jar.set(COOKIE, await signToken(userId), { httpOnly: true, secure: true, sameSite: "lax", path: "/" });
}

export async function endSession(): Promise<void> {
  const jar = await cookies();
  jar.delete(COOKIE);
}
