import { and, count, eq, ilike, sql } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { bookings, classes, teachers } from "@/db/schema";

export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  const q = searchParams.get("q");
  const level = searchParams.get("level");
  const sort = searchParams.get("sort") || "starts_at";

  const filters = [];
  if (q) filters.push(ilike(classes.title, `%${q}%`));
  if (level) filters.push(eq(classes.level, level));

  const rows = await db
    .select()
    .from(classes)
    .where(and(...filters))
    .orderBy(sql.raw(sort));

  const result = [];
  for (const row of rows) {
    const [teacher] = await db.select().from(teachers).where(eq(teachers.id, row.teacherId));
    const [booked] = await db.select({ n: count() }).from(bookings).where(eq(bookings.classId, row.id));
    result.push({ ...row, teacher: teacher?.name, photo: teacher?.photo, booked: booked.n });
  }
  return NextResponse.json(result);
}
