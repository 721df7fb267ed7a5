import { eq } from "drizzle-orm";
import express, { type Express } from "express";
import Stripe from "stripe";
import { orders } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";

const stripe = new Stripe(process.env.STRIPE_KEY ?? "");

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/payments/webhook",
    express.raw({ type: "application/json" }),
    handler(async (req, res) => {
      const signature = req.get("stripe-signature") ?? "";
      const event = stripe.webhooks.constructEvent(req.body, signature, process.env.STRIPE_WEBHOOK_SECRET ?? "");
      if (event.type === "payment_intent.succeeded") {
        await db.update(orders).set({ total: "0" }).where(eq(orders.id, Number(event.data.object.metadata.order)));
      }
      res.json({ received: true });
    }),
  );
}
