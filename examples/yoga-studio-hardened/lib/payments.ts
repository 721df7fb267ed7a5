import "server-only";
import CircuitBreaker from "opossum";
import Stripe from "stripe";
import { breakerFor } from "./breaker";
import { HttpError } from "./http";

export const PACKS = {
  single: { credits: 1, amount: "15.00", cents: 1_500 },
  five: { credits: 5, amount: "65.00", cents: 6_500 },
  ten: { credits: 10, amount: "120.00", cents: 12_000 },
} as const;

export type Pack = keyof typeof PACKS;

let stripe: Stripe | undefined;

function getStripe(): Stripe {
  if (!process.env.STRIPE_SECRET_KEY) throw new HttpError(503, "Payments are not available at the moment");
  stripe ??= new Stripe(process.env.STRIPE_SECRET_KEY, { timeout: 10_000, maxNetworkRetries: 2 });
  return stripe;
}

function requestCheckout(paymentId: number, pack: Pack): Promise<Stripe.Checkout.Session> {
  const { credits, cents } = PACKS[pack];
  const site = process.env.NEXT_PUBLIC_URL;
  return getStripe().checkout.sessions.create(
    {
      mode: "payment",
      success_url: `${site}/profile`,
      cancel_url: `${site}/credits`,
      client_reference_id: String(paymentId),
      line_items: [
        { quantity: 1, price_data: { currency: "eur", unit_amount: cents, product_data: { name: `${credits} credits` } } },
      ],
    },
    // The same payment always leads to the same checkout
    { idempotencyKey: `payment-${paymentId}-checkout` },
  );
}

const breaker = breakerFor(
  "payments",
  requestCheckout,
  (error) => error instanceof HttpError || error instanceof Stripe.errors.StripeInvalidRequestError,
);

export async function createCheckout(paymentId: number, pack: Pack): Promise<Stripe.Checkout.Session> {
  try {
    return await breaker.fire(paymentId, pack);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    const unreachable = CircuitBreaker.isOurError(error as Error) || error instanceof Stripe.errors.StripeConnectionError;
    throw unreachable
      ? new HttpError(503, "Payments are not available at the moment. Please try again in a minute.", { cause: error })
      : new HttpError(502, "The payment could not be started", { cause: error });
  }
}

/** The event that Stripe signed; anything else is refused. */
export function readEvent(body: string, signature: string | null): Stripe.Event {
  const secret = process.env.STRIPE_WEBHOOK_SECRET;
  if (!secret || !signature) throw new HttpError(400, "Signature missing");
  try {
    return getStripe().webhooks.constructEvent(body, signature, secret);
  } catch (error) {
    throw new HttpError(400, "Signature does not match", { cause: error });
  }
}
