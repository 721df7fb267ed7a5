import { NextResponse } from "next/server";
import { db } from "@/db";
import { teachers } from "@/db/schema";

export const dynamic = "force-dynamic";

export async function GET() {
  const rows = await db.select().from(teachers);
  return NextResponse.json(rows);
}
