import { and, eq, sql } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/db";
import { payments, users } from "@/db/schema";
import { audit } from "@/lib/audit";
import { handle } from "@/lib/http";
import { readEvent } from "@/lib/payments";

/** Gives the credits once: only the event that moves the payment out of `open` does, however often Stripe sends it. */
async function settle(sessionId: string, requestId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [payment] = await tx
      .update(payments)
      .set({ status: "paid" })
      .where(and(eq(payments.sessionId, sessionId), eq(payments.status, "open")))
      .returning({ id: payments.id, userId: payments.userId, credits: payments.credits });
    if (!payment || payment.userId === null) return;
    await tx
      .update(users)
      .set({ credits: sql`${users.credits} + ${payment.credits}` })
      .where(eq(users.id, payment.userId));
    await audit({ actor: "stripe", action: "payment.settled", object: `payment:${payment.id}`, requestId }, tx);
  });
}

export const POST = handle("/api/webhooks/stripe", async (request, _context, requestId) => {
  const event = readEvent(await request.text(), request.headers.get("stripe-signature"));
  if (event.type === "checkout.session.completed") await settle(event.data.object.id, requestId);
  return NextResponse.json({ received: true });
});
