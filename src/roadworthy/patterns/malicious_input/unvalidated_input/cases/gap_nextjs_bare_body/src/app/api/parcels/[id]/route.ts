import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/server/db";
import { pgTable, serial, text } from "drizzle-orm/pg-core";

const parcels = pgTable("parcels", { id: serial("id").primaryKey(), state: text("state").notNull() });
const STATES = ["packed", "sent", "lost"];

export async function PUT(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const state = await request.json();
  await db.update(parcels).set({ state }).where(eq(parcels.id, Number(id)));
  return NextResponse.json({ state });
}
