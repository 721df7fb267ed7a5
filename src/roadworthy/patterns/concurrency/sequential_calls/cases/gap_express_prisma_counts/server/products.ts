import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/numbers", async (_req, res, next) => {
  try {
    const offered = await prisma.product.count({ where: { stock: { gt: 0 } } });
    const sold = await prisma.sale.count();
    res.json({ offered, sold });
  } catch (error) {
    next(error);
  }
});
