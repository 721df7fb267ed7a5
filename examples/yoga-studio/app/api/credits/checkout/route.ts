import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { payments } from "@/db/schema";
import { getUser } from "@/lib/session";
import { createCheckout, PACKS } from "@/lib/stripe";

export async function POST(request: NextRequest) {
  const user = await getUser();
  if (!user) return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  const { pack } = await request.json();
  const session = await createCheckout(user.id, pack);
  await db.insert(payments).values({
    userId: user.id,
    amount: PACKS[pack].amount,
    credits: PACKS[pack].credits,
    sessionId: session.id,
  });
  return NextResponse.json({ url: session.url });
}
