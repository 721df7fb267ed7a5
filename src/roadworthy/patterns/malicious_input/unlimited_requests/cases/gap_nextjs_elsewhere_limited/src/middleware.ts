import { NextResponse, type NextRequest } from "next/server";

const asked = new Map<string, number>();

function checkRateLimit(key: string): boolean {
  const times = (asked.get(key) ?? 0) + 1;
  if (asked.size < 10_000) asked.set(key, times);
  return times <= 10;
}

export function middleware(request: NextRequest) {
  if (!checkRateLimit(request.headers.get("x-real-ip") ?? "")) return new NextResponse("Too many", { status: 429 });
  return NextResponse.next();
}

export const config = { matcher: ["/api/doors/:path*"] };
