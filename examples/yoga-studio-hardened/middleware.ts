import { NextResponse, type NextRequest } from "next/server";
import { COOKIE, readToken } from "@/lib/token";

/** Pages of one's own are for people who are signed in; the pages and the actions ask again for themselves. */
export async function middleware(request: NextRequest) {
  const userId = await readToken(request.cookies.get(COOKIE)?.value);
  if (userId !== null) return NextResponse.next();
  const url = new URL("/login", request.url);
  url.searchParams.set("next", request.nextUrl.pathname);
  return NextResponse.redirect(url);
}

export const config = {
  matcher: ["/bookings/:path*", "/profile/:path*", "/admin/:path*", "/credits/:path*"],
};
