import { NextResponse } from "next/server";
import { handle } from "@/lib/http";
import { findTeachers } from "@/lib/timetable";

export const GET = handle("/api/teachers", async () => {
  const headers = { "Cache-Control": "public, max-age=300" };
  return NextResponse.json(await findTeachers(), { headers });
});
