import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.post("/api/sales/:id/again", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const sale = await prisma.sale.findFirst({ where: { id, userId: req.user.id } });
    if (!sale) return res.status(404).json({ message: "No such sale" });
    const made = await prisma.sale.create({ data: { userId: req.user.id, productId: sale.productId } });
    const second = await prisma.sale.findUniqueOrThrow({ where: { id: made.id } });
    if (second.state === "open") {
      await prisma.sale.update({ where: { id: second.id }, data: { state: "settled" } });
      await prisma.product.update({ where: { id: sale.productId }, data: { stock: { decrement: 1 } } });
    }
    res.json({ state: "settled" });
  } catch (error) {
    next(error);
  }
});
