import { NextResponse } from "next/server";
import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { orders } from "@/server/schema";
import { currentUser } from "@/server/session";

export async function GET(request: Request) {
  const user = await currentUser();
  if (!user) return NextResponse.json({ error: "Sign in first" }, { status: 401 });
  const id = Number(new URL(request.url).searchParams.get("order"));
  const [order] = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, id), eq(orders.userId, user.id)));
  return NextResponse.json({ status: order ? "known" : "unknown" });
}
