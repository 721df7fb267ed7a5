import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/server/db";
import { orders } from "@/server/schema";
import { currentUser } from "@/server/session";

export async function GET(_request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const user = await currentUser();
  if (!user) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  const [order] = await db.select().from(orders).where(eq(orders.id, Number((await params).id)));
  return NextResponse.json(order ?? null);
}
