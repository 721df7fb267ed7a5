import { asc } from "drizzle-orm";
import { NextResponse } from "next/server";
import { citas } from "@/server/clinic";
import { db } from "@/server/db";

export async function GET() {
  return NextResponse.json(await db.select().from(citas).orderBy(asc(citas.fecha)).limit(50));
}
