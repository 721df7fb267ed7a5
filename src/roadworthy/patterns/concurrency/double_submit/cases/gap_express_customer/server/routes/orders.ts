import type { Express } from "express";
import Stripe from "stripe";
import { requireAuth } from "../auth";
import { handler } from "../requests";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!, { timeout: 10_000 });

export function registerOrderRoutes(app: Express): void {
  app.post(
    "/api/orders/fee",
    requireAuth,
    handler(async (req, res) => {
      await stripe.charges.create({ amount: 395, currency: "usd", customer: String(req.body.customer), source: String(req.body.card) });
      res.status(204).end();
    }),
  );
}
