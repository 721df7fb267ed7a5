import { desc, eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { stories } from "@/server/stories";

export async function GET() {
  const rows = await db
    .select({ id: stories.id, title: stories.title })
    .from(stories)
    .where(eq(stories.isPublic, true))
    .orderBy(desc(stories.createdAt))
    .limit(20);
  return NextResponse.json(rows);
}
