import { NextResponse } from "next/server";

export async function GET() {
  const answer = await fetch("https://rates.example.net/latest", { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) return NextResponse.json({ message: "There are no rates now" }, { status: 502 });
  return NextResponse.json(await answer.json());
}
