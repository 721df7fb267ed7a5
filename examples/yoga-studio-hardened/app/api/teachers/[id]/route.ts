import { NextResponse } from "next/server";
import { handle, HttpError, parse } from "@/lib/http";
import { rowId } from "@/lib/input";
import { findTeacher } from "@/lib/timetable";

export const GET = handle<{ id: string }>("/api/teachers/[id]", async (_request, { params }) => {
  const teacher = await findTeacher(parse(rowId, (await params).id));
  if (!teacher) throw new HttpError(404, "Teacher not found");
  return NextResponse.json(teacher);
});
