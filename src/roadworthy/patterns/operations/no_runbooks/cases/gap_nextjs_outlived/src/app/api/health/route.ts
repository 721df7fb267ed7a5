import { count } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export async function GET() {
  try {
    const [{ listed }] = await db.select({ listed: count() }).from(products);
    return NextResponse.json({ app: "base", listed });
  } catch {
    return NextResponse.json({ app: "base", listed: null });
  }
}
