import { NextResponse } from "next/server";
import { handle, parse } from "@/lib/http";
import { classQuery } from "@/lib/input";
import { findClasses } from "@/lib/timetable";

export const GET = handle("/api/classes", async (request) => {
  const query = parse(classQuery, Object.fromEntries(request.nextUrl.searchParams));
  return NextResponse.json(await findClasses(query));
});
