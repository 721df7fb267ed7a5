import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.get("/api/sales/:id/settle", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const sale = await prisma.sale.findFirst({ where: { id, userId: req.user.id } });
    if (!sale) return res.status(404).json({ message: "No such sale" });
    const settled = await prisma.sale.updateMany({ where: { id: sale.id, state: "open" }, data: { state: "settled" } });
    if (settled.count === 1) {
      await prisma.product.update({ where: { id: sale.productId }, data: { stock: { decrement: 1 } } });
    }
    res.json({ state: "settled" });
  } catch (error) {
    next(error);
  }
});
