import { NextResponse, type NextRequest } from "next/server";
import { COOKIE, readToken } from "@/server/token";

/** Pages of one's own are for people who are signed in; the pages ask again for themselves. */
export async function middleware(request: NextRequest) {
  const userId = await readToken(request.cookies.get(COOKIE)?.value);
  if (userId === null) return NextResponse.redirect(new URL("/login", request.url));
  return NextResponse.next();
}

export const config = { matcher: ["/notes/:path*", "/orders/:path*", "/account/:path*", "/admin/:path*"] };
