import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { teachers } from "@/db/schema";

export async function GET(_request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [teacher] = await db.select().from(teachers).where(eq(teachers.id, Number(id)));
  if (!teacher) return NextResponse.json({ error: "Teacher not found" }, { status: 404 });
  return NextResponse.json(teacher);
}
