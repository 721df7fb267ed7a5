import { SignJWT } from "jose";
import { NextResponse } from "next/server";
import { currentUser } from "@/server/session";

export async function POST() {
  const user = await currentUser();
  if (!user) return NextResponse.json({ error: "Sign in" }, { status: 401 });
  const key = new TextEncoder().encode(process.env.SESSION_SECRET);
  const token = await new SignJWT({ sub: String(user.id) }).setProtectedHeader({ alg: "HS256" }).setExpirationTime("5m").sign(key);
  return NextResponse.json({ token });
}
