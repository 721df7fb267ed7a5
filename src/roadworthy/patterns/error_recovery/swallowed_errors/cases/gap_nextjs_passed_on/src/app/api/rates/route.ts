import { NextResponse } from "next/server";

export async function GET() {
  const answer = await fetch("https://rates.example.net/latest", { signal: AbortSignal.timeout(5_000) });
  return NextResponse.json(await answer.json());
}
