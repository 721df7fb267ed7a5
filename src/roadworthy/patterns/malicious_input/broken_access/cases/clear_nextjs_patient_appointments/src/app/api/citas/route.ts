import { asc } from "drizzle-orm";
import { NextResponse } from "next/server";
import { citas } from "@/server/clinic";
import { db } from "@/server/db";
import { currentUser } from "@/server/session";

export async function GET() {
  if (!(await currentUser())) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  return NextResponse.json(await db.select().from(citas).orderBy(asc(citas.fecha)).limit(50));
}
