import { jwtVerify } from "jose";
import { NextResponse } from "next/server";

const key = new TextEncoder().encode(process.env.SESSION_SECRET!);

async function whoAsks(token: string) {
  try {
    const { payload } = await jwtVerify(token, key);
    return payload.sub;
  } catch {
    return null;
  }
}

export async function GET(request: Request) {
  const who = await whoAsks(request.headers.get("authorization")?.slice(7) ?? "");
  if (!who) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  return NextResponse.json({ who });
}
