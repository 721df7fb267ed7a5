import { NextResponse, type NextRequest } from "next/server";
import { currencyQuery } from "@/server/input";
import { fetchRate } from "@/server/outside";

export async function GET(request: NextRequest) {
  const currency = currencyQuery.safeParse(request.nextUrl.searchParams.get("currency"));
  if (!currency.success) return NextResponse.json({ error: "Unknown currency" }, { status: 400 });
  return NextResponse.json({ rate: await fetchRate(currency.data) });
}
