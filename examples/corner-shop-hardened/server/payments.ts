import CircuitBreaker from "opossum";
import Stripe from "stripe";
import type { Order } from "@shared/schema";
import { config } from "./config";
import { HttpError } from "./errors";
import { logger } from "./logger";

let stripe: Stripe | undefined;

function getStripe(): Stripe {
  if (!config.STRIPE_SECRET_KEY) throw new HttpError(503, "Payments are not available at the moment");
  stripe ??= new Stripe(config.STRIPE_SECRET_KEY, { timeout: 10_000, maxNetworkRetries: 2 });
  return stripe;
}

function requestIntent(order: Order): Promise<Stripe.PaymentIntent> {
  return getStripe().paymentIntents.create(
    {
      amount: Math.round(order.total * 100),
      currency: "gbp",
      metadata: { orderId: String(order.id) },
      automatic_payment_methods: { enabled: true },
    },
    // The same order always leads to the same payment
    { idempotencyKey: `order-${order.id}-payment` },
  );
}

function isTheirAnswer(error: unknown): boolean {
  return error instanceof HttpError || error instanceof Stripe.errors.StripeInvalidRequestError;
}

// Stripe bounds each attempt itself; the breaker stops calling for 30 s once half of the calls fail
const breaker = new CircuitBreaker(requestIntent, {
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 5,
  resetTimeout: 30_000,
  errorFilter: isTheirAnswer,
});
breaker.on("open", () => logger.error("payments: circuit opened"));
breaker.on("close", () => logger.info("payments: circuit closed"));

function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const unreachable =
    CircuitBreaker.isOurError(error as Error) ||
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError;
  return unreachable
    ? new HttpError(503, "Payments are not available at the moment. Please try again in a minute.", { cause: error })
    : new HttpError(502, "The payment could not be started", { cause: error });
}

export async function createPaymentIntent(order: Order): Promise<Stripe.PaymentIntent> {
  try {
    return await breaker.fire(order);
  } catch (error) {
    throw asHttpError(error);
  }
}
