import { jwtVerify } from "jose";
import { NextResponse, type NextRequest } from "next/server";

const key = new TextEncoder().encode(process.env.SESSION_SECRET);

export async function middleware(request: NextRequest) {
  const token = request.headers.get("authorization")?.split(" ")[1];
  if (!token) return NextResponse.next();
  try {
    const { payload } = await jwtVerify(token, key);
    const handedOn = new Headers(request.headers);
    handedOn.set("x-user-id", String(payload.sub));
    return NextResponse.next({ request: { headers: handedOn } });
  } catch {
    return NextResponse.json({ error: "Sign in again" }, { status: 401 });
  }
}

export const config = { matcher: "/api/notes/:path*" };
