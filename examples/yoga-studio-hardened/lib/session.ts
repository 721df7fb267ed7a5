import "server-only";
import { eq } from "drizzle-orm";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { db } from "@/db";
import { users } from "@/db/schema";
import { COOKIE, readToken, SESSION_SECONDS, signToken } from "./token";

export async function createSession(userId: number): Promise<void> {
  const jar = await cookies();
  jar.set(COOKIE, await signToken(userId), {
    httpOnly: true,
    secure: process.env.NODE_ENV === "production",
    sameSite: "lax",
    path: "/",
    maxAge: SESSION_SECONDS,
  });
}

/** Who is signed in, or null. Asked once per request; a database that fails is an error and not a stranger. */
export const getUser = cache(async () => {
  const jar = await cookies();
  const userId = await readToken(jar.get(COOKIE)?.value);
  if (userId === null) return null;
  const [user] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      phone: users.phone,
      role: users.role,
      credits: users.credits,
      avatarUrl: users.avatarUrl,
    })
    .from(users)
    .where(eq(users.id, userId));
  return user ?? null;
});

export type SessionUser = NonNullable<Awaited<ReturnType<typeof getUser>>>;

/** Who is signed in; everybody else is sent to sign in. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getUser();
  if (!user) redirect("/login");
  return user;
}

export async function requireAdmin(): Promise<SessionUser> {
  const user = await requireUser();
  if (user.role !== "admin") redirect("/");
  return user;
}

export async function destroySession(): Promise<void> {
  const jar = await cookies();
  jar.delete(COOKIE);
}
