import Stripe from "stripe";
import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { z } from "zod";
import { db } from "@/server/db";
import { products } from "@/server/schema";
import { requireUser } from "@/server/session";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!, { timeout: 10_000 });

const paySchema = z.object({ productId: z.number().int().min(1), tip: z.number().int().min(0).max(10_000) }).strict();

export async function POST(request: Request) {
  await requireUser();
  const { productId, tip } = paySchema.parse(await request.json());
  const [product] = await db.select({ price: products.price }).from(products).where(eq(products.id, productId)).limit(1);
  if (!product) return NextResponse.json({ error: "Not found" }, { status: 404 });
  const intent = await stripe.paymentIntents.create({
    amount: Math.round(Number(product.price) * 100) + tip,
    currency: "eur",
    metadata: { productId },
  });
  return NextResponse.json({ secret: intent.client_secret });
}
