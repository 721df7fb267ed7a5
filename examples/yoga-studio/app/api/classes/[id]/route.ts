import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { classes, reviews } from "@/db/schema";

export async function GET(_request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [row] = await db.select().from(classes).where(eq(classes.id, Number(id)));
  if (!row) return NextResponse.json({ error: "Class not found" }, { status: 404 });
  const all = await db.select().from(reviews).where(eq(reviews.classId, row.id));
  const rating = all.length ? all.reduce((sum, r) => sum + r.rating, 0) / all.length : null;
  return NextResponse.json({ ...row, rating, reviewCount: all.length });
}
