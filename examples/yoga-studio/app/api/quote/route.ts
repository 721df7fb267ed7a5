import { NextResponse } from "next/server";

export const dynamic = "force-dynamic";

export async function GET() {
  const res = await fetch("https://api.quotable.io/random?tags=wisdom");
  if (!res.ok) throw new Error(`Quotes answered ${res.status}`);
  const quote = await res.json();
  return NextResponse.json({ text: quote.content, author: quote.author });
}
