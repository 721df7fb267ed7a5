import { NextResponse } from "next/server";
import { handle } from "@/lib/http";
import { findQuote } from "@/lib/quote";

export const GET = handle("/api/quote", async () => {
  const quote = await findQuote();
  // A failure is not kept: the next visitor may have a quote
  const headers = { "Cache-Control": quote ? "public, max-age=3600" : "no-store" };
  return NextResponse.json(quote ?? { text: "Breathe in, breathe out.", author: "The studio" }, { headers });
});
