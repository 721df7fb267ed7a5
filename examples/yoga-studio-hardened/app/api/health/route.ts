import { NextResponse } from "next/server";
import { databaseAnswers } from "@/lib/health";

export const dynamic = "force-dynamic";

/** Liveness: is the process able to answer? A database outage is reported but is no reason to restart. */
export async function GET() {
  return NextResponse.json({ status: "ok", database: (await databaseAnswers()) ? "up" : "down" });
}
