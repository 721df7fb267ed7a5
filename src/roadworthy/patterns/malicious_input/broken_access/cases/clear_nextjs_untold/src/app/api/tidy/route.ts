import { NextResponse } from "next/server";
import { dropNote } from "../../notes/earlier";

export async function POST(request: Request) {
  if (request.headers.get("authorization") !== `Bearer ${process.env.TIDY_SECRET}`) {
    return NextResponse.json({ error: "Not allowed" }, { status: 401 });
  }
  await dropNote(1);
  return NextResponse.json({ ok: true });
}
