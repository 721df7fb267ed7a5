import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

class SoldOutError extends Error {}

export const products = Router();

products.post("/:id/sales", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const product = await prisma.product.findUnique({ where: { id } });
    if (!product || product.stock === 0) {
      new SoldOutError("Sold out");
    }
    res.status(201).json(await prisma.sale.create({ data: { userId: req.user.id, productId: id } }));
  } catch (error) {
    next(error);
  }
});
