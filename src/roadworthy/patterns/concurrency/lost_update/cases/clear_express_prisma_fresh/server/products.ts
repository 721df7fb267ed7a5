import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";
import { productSchema } from "./input";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/stock", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { name, stock } = productSchema.parse(req.body);
    const made = await prisma.product.create({ data: { name, stock } });
    const product = await prisma.product.findUniqueOrThrow({ where: { id: made.id } });
    await prisma.product.update({ where: { id: product.id }, data: { stock: product.stock + stock } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
