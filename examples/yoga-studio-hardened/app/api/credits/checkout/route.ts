import { and, eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/db";
import { payments } from "@/db/schema";
import { audit } from "@/lib/audit";
import { handle, HttpError, parse, readJson } from "@/lib/http";
import { attemptKey, checkoutSchema } from "@/lib/input";
import { rateLimitMember, tooMany } from "@/lib/limits";
import { createCheckout, PACKS, type Pack } from "@/lib/payments";
import { getUser } from "@/lib/session";

/** One payment per member and key: a repeated request finds the row that the first one made. */
async function openPayment(userId: number, pack: Pack, idempotencyKey: string): Promise<number> {
  const { amount, credits } = PACKS[pack];
  const [made] = await db
    .insert(payments)
    .values({ userId, amount, credits, idempotencyKey })
    .onConflictDoNothing({ target: [payments.userId, payments.idempotencyKey] })
    .returning({ id: payments.id });
  if (made) return made.id;
  const [earlier] = await db
    .select({ id: payments.id, credits: payments.credits })
    .from(payments)
    .where(and(eq(payments.userId, userId), eq(payments.idempotencyKey, idempotencyKey)));
  if (earlier.credits !== credits) throw new HttpError(422, "This Idempotency-Key was used for another pack");
  return earlier.id;
}

export const POST = handle("/api/credits/checkout", async (request, _context, requestId) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  if (!(await rateLimitMember(user.id))) throw tooMany();
  const { pack } = await readJson(request, checkoutSchema);
  // A client without a key gets one for the pack and the minute
  const fallback = `auto-${pack}-${Math.floor(Date.now() / 60_000)}`;
  const key = parse(attemptKey, request.headers.get("idempotency-key") ?? fallback);
  const paymentId = await openPayment(user.id, pack, key);
  const session = await createCheckout(paymentId, pack);
  await db.update(payments).set({ sessionId: session.id }).where(eq(payments.id, paymentId));
  await audit({ actor: user.id, action: "payment.started", object: `payment:${paymentId}`, requestId });
  return NextResponse.json({ url: session.url });
});
