import { NextResponse } from "next/server";
import { db } from "@/db";
import { reviews } from "@/db/schema";
import { handle, HttpError, parse, readJson } from "@/lib/http";
import { pageQuery, reviewSchema, rowId } from "@/lib/input";
import { rateLimitMember, tooMany } from "@/lib/limits";
import { getUser } from "@/lib/session";
import { findClass, findReviews } from "@/lib/timetable";

export const GET = handle<{ id: string }>("/api/classes/[id]/reviews", async (request, { params }) => {
  const classId = parse(rowId, (await params).id);
  const { page } = parse(pageQuery, Object.fromEntries(request.nextUrl.searchParams));
  return NextResponse.json(await findReviews(classId, page));
});

/** One review per member and class: sending another replaces the first. */
export const POST = handle<{ id: string }>("/api/classes/[id]/reviews", async (request, { params }) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  if (!(await rateLimitMember(user.id))) throw tooMany();
  const classId = parse(rowId, (await params).id);
  const { rating, comment } = await readJson(request, reviewSchema);
  if (!(await findClass(classId))) throw new HttpError(404, "Class not found");
  const [review] = await db
    .insert(reviews)
    .values({ userId: user.id, classId, rating, comment })
    .onConflictDoUpdate({ target: [reviews.userId, reviews.classId], set: { rating, comment } })
    .returning();
  return NextResponse.json(review, { status: 201 });
});
