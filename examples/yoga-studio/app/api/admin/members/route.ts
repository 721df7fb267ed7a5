import { NextResponse } from "next/server";
import { db } from "@/db";
import { users } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function GET() {
  const user = await getUser();
  if (!user) return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  const members = await db.select().from(users);
  return NextResponse.json(members);
}
