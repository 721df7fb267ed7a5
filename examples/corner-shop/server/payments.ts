import Stripe from "stripe";
import type { Order } from "@shared/schema";

let stripe: Stripe | null = null;

function getStripe(): Stripe {
  if (!stripe) {
    stripe = new Stripe(process.env.STRIPE_SECRET_KEY || "sk_test_placeholder");
  }
  return stripe;
}

export async function createPaymentIntent(order: Order) {
  return getStripe().paymentIntents.create({
    amount: Math.round(order.total * 100),
    currency: "gbp",
    metadata: { orderId: String(order.id) },
    automatic_payment_methods: { enabled: true },
  });
}
