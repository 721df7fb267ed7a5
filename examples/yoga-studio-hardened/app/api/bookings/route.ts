import { NextResponse } from "next/server";
import { book, ownBookings } from "@/lib/bookings";
import { handle, HttpError, parse, readJson } from "@/lib/http";
import { bookingSchema, pageQuery } from "@/lib/input";
import { rateLimitMember, tooMany } from "@/lib/limits";
import { getUser } from "@/lib/session";

export const GET = handle("/api/bookings", async (request) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  const { page } = parse(pageQuery, Object.fromEntries(request.nextUrl.searchParams));
  return NextResponse.json(await ownBookings(user.id, page));
});

export const POST = handle("/api/bookings", async (request) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  if (!(await rateLimitMember(user.id))) throw tooMany();
  const { classId, note } = await readJson(request, bookingSchema);
  return NextResponse.json(await book(user, classId, note), { status: 201 });
});
