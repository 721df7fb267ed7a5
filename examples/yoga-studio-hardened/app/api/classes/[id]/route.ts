import { NextResponse } from "next/server";
import { handle, HttpError, parse } from "@/lib/http";
import { rowId } from "@/lib/input";
import { findClass } from "@/lib/timetable";

export const GET = handle<{ id: string }>("/api/classes/[id]", async (_request, { params }) => {
  const found = await findClass(parse(rowId, (await params).id));
  if (!found) throw new HttpError(404, "Class not found");
  return NextResponse.json(found);
});
