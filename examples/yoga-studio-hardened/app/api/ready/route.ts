import { NextResponse } from "next/server";
import { databaseAnswers } from "@/lib/health";

export const dynamic = "force-dynamic";

/** Readiness: should traffic be sent here? */
export async function GET() {
  const ready = await databaseAnswers();
  return NextResponse.json({ status: ready ? "ready" : "not ready", database: ready ? "up" : "down" }, { status: ready ? 200 : 503 });
}
