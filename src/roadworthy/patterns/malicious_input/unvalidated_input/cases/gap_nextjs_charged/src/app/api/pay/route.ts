import Stripe from "stripe";
import { NextResponse } from "next/server";
import { requireUser } from "@/server/session";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!, { timeout: 10_000 });

export async function POST(request: Request) {
  await requireUser();
  const { amount, productId } = await request.json();
  const intent = await stripe.paymentIntents.create({
    amount: Math.round(amount * 100),
    currency: "eur",
    metadata: { productId },
  });
  return NextResponse.json({ secret: intent.client_secret });
}
