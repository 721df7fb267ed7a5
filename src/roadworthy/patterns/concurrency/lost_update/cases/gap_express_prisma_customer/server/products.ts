import { Router } from "express";
import Stripe from "stripe";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const products = Router();
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/visit", requireAuth, async (req, res, next) => {
  try {
    const user = await prisma.user.findUniqueOrThrow({ where: { id: req.user.id } });
    let customer = user.billingId;
    if (!user.billingId) {
      const made = await stripe.customers.create({ email: user.email });
      await prisma.user.update({ where: { id: user.id }, data: { billingId: made.id } });
      customer = made.id;
    }
    res.json({ customer });
  } catch (error) {
    next(error);
  }
});
