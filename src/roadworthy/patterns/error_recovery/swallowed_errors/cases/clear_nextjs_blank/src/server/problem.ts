import { NextResponse } from "next/server";

export function problem(error: unknown) {
  console.error(error);
  return NextResponse.json({ message: "The server could not do it" }, { status: 500 });
}
