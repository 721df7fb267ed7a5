import { eq } from "drizzle-orm";
import { headers } from "next/headers";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { notes } from "@/server/schema";

export async function GET() {
  const sender = (await headers()).get("x-user-id");
  if (!sender) return NextResponse.json({ error: "Sign in first" }, { status: 401 });
  const found = await db.select().from(notes).where(eq(notes.userId, Number(sender))).limit(50);
  return NextResponse.json(found);
}
