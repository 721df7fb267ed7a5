import express from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();
const paymentSchema = z.object({ amount: z.number().int().min(1).max(100_000) }).strict();

app.post("/api/bills/:id/payments", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const { amount } = paymentSchema.parse(req.body);
    const bill = await prisma.bill.findUniqueOrThrow({ where: { id }, include: { payments: true } });
    const paid = bill.payments.reduce((sum, one) => sum + one.amount, 0);
    if (paid + amount > bill.total) return res.status(409).json({ message: "That is too much" });
    await prisma.offer.create({ data: { billId: id, userId: req.user.id, amount } });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
