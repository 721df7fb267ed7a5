import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { leaflets } from "@/server/leaflets";

export async function GET() {
  const rows = await db.select({ id: leaflets.id, title: leaflets.title }).from(leaflets).limit(20);
  return NextResponse.json(rows);
}
