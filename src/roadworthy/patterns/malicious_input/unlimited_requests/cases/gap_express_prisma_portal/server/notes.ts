import { Router } from "express";
import Stripe from "stripe";
import { requireAuth } from "./auth";

export const notes = Router();
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!);

notes.post("/bill", requireAuth, async (req, res, next) => {
  try {
    const made = await stripe.checkout.sessions.create({ mode: "payment", customer_email: req.user.email });
    res.json({ url: made.url });
  } catch (error) {
    next(error);
  }
});
