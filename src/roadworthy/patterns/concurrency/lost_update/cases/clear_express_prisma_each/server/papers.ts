import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

const app = express();

app.post("/api/papers", requireAuth, async (req, res, next) => {
  try {
    const basket = await prisma.basket.findUnique({
      where: { userId: req.user.id },
      include: { lines: { include: { product: true } } },
    });
    if (!basket) return res.status(404).json({ message: "Nothing to order" });
    await prisma.$transaction(async (tx) => {
      for (const line of basket.lines) {
        const taken = await tx.product.updateMany({
          where: { id: line.productId, stock: { gte: line.quantity } },
          data: { stock: { decrement: line.quantity } },
        });
        if (taken.count === 0) throw new Error("Sold out");
      }
      await tx.basket.delete({ where: { id: basket.id } });
    });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
