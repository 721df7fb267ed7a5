import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.get("/bought", requireAuth, async (req, res, next) => {
  try {
    const sales = await prisma.sale.findMany({ where: { userId: req.user.id } });
    const bought = await prisma.product.findMany({ where: { id: { in: sales.map((sale) => sale.productId) } } });
    res.json(bought);
  } catch (error) {
    next(error);
  }
});
