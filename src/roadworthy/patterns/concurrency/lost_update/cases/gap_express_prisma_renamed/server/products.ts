import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, productSchema } from "./input";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { name, stock } = productSchema.parse(req.body);
    await prisma.product.updateMany({ where: { name }, data: { stock } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

products.post("/:id/buy", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const bought = await prisma.$transaction(async (tx) => {
      await tx.sale.create({ data: { userId: req.user.id, productId: id } });
      return tx.product.updateMany({
        where: { id, stock: { gt: 0 } },
        data: { stock: { decrement: 1 } },
      });
    });
    if (bought.count === 0) return res.status(409).json({ message: "Sold out" });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

products.put("/:id", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const { name, stock } = productSchema.parse(req.body);
    const other = await prisma.product.findFirst({ where: { name, NOT: { id } } });
    if (other) return res.status(409).json({ message: "Another product has that name" });
    await prisma.product.update({ where: { id }, data: { name, stock } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
