import express from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const amountSchema = z.object({ amount: z.number().int().min(1).max(99) }).strict();

const app = express();

app.patch("/api/basket/lines/:id", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const { amount } = amountSchema.parse(req.body);
    const buyer = await prisma.buyer.upsert({
      where: { userId: req.user.id },
      update: {},
      create: { userId: req.user.id },
    });
    const basket = await prisma.basket.findUnique({ where: { buyerId: buyer.id } });
    if (!basket) return res.status(404).json({ message: "No basket" });
    await prisma.basketLine.updateMany({ where: { id, basketId: basket.id }, data: { amount } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
