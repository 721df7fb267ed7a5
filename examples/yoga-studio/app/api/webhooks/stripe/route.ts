import { eq, sql } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { users } from "@/db/schema";

export async function POST(request: NextRequest) {
  const event = await request.json();
  if (event.type === "checkout.session.completed") {
    const { userId, credits } = event.data.object.metadata;
    await db
      .update(users)
      .set({ credits: sql`${users.credits} + ${Number(credits)}` })
      .where(eq(users.id, Number(userId)));
  }
  return NextResponse.json({ received: true });
}
