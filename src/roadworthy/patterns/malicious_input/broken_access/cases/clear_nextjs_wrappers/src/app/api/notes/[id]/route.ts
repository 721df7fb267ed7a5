import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { ownsNote, signedIn, wrapped } from "@/server/wrapped";

async function remove(_request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await db.delete(notes).where(eq(notes.id, Number(id)));
  return new NextResponse(null, { status: 204 });
}

export const DELETE = wrapped(remove, { wrappers: [[ownsNote, {}], [signedIn, {}]] });
