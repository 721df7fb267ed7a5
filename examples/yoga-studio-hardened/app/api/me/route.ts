import { NextResponse } from "next/server";
import { handle } from "@/lib/http";
import { getUser } from "@/lib/session";

export const GET = handle("/api/me", async () => NextResponse.json({ user: await getUser() }));
