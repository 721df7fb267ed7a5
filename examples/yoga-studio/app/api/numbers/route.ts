import { NextResponse } from "next/server";
import { query } from "@/lib/query";

export const dynamic = "force-dynamic";

export async function GET() {
  const [numbers] = await query(
    `SELECT (SELECT COUNT(*)::int FROM classes) AS classes,
            (SELECT COUNT(*)::int FROM teachers) AS teachers`,
  );
  return NextResponse.json(numbers);
}
