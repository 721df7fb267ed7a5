import { count, isNull } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/db";
import { classes, teachers } from "@/db/schema";
import { handle } from "@/lib/http";

export const GET = handle("/api/numbers", async () => {
  const [[given], [people]] = await Promise.all([
    db.select({ n: count() }).from(classes).where(isNull(classes.cancelledAt)),
    db.select({ n: count() }).from(teachers),
  ]);
  const headers = { "Cache-Control": "public, max-age=300" };
  return NextResponse.json({ classes: given.n, teachers: people.n }, { headers });
});
