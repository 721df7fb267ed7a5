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
    for (const line of basket.lines) {
      if (line.quantity > line.product.stock) throw new Error("Sold out");
    }
    await prisma.$transaction(async (tx) => {
      for (const line of basket.lines) {
        await tx.product.update({ where: { id: line.productId }, data: { stock: { decrement: line.quantity } } });
      }
      await tx.basket.delete({ where: { id: basket.id } });
    });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
