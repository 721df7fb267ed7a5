import { eq } from "drizzle-orm";
import { jwtVerify, SignJWT } from "jose";
import { cookies } from "next/headers";
import { db } from "@/db";
import { users } from "@/db/schema";

const secret = new TextEncoder().encode(process.env.SESSION_SECRET || "yoga-studio-secret-2024");

export async function createSession(userId: number) {
  const token = await new SignJWT({ userId })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("30d")
    .sign(secret);
  const jar = await cookies();
  jar.set("session", token, { httpOnly: true, path: "/", maxAge: 60 * 60 * 24 * 30 });
}

export async function getUser() {
  const jar = await cookies();
  const token = jar.get("session")?.value;
  if (!token) return null;
  try {
    const { payload } = await jwtVerify(token, secret);
    const [user] = await db
      .select()
      .from(users)
      .where(eq(users.id, payload.userId as number));
    return user ?? null;
  } catch {
    return null;
  }
}

export async function destroySession() {
  const jar = await cookies();
  jar.delete("session");
}
