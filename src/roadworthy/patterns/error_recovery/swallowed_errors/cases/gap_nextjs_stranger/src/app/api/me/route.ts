import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { sessions } from "@/server/sessions";

async function whoAsks(token: string) {
  try {
    const [session] = await db.select().from(sessions).where(eq(sessions.token, token)).limit(1);
    return session?.userId ?? null;
  } catch {
    return null;
  }
}

export async function GET(request: Request) {
  const who = await whoAsks(request.headers.get("authorization")?.slice(7) ?? "");
  if (!who) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  return NextResponse.json({ who });
}
