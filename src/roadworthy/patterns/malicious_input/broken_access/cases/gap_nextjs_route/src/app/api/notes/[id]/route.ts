import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { notes } from "@/server/schema";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = rowId.parse((await params).id);
  const [note] = await db.select().from(notes).where(eq(notes.id, id));
  if (!note) return NextResponse.json({ error: "Not found" }, { status: 404 });
  return NextResponse.json(note);
}
