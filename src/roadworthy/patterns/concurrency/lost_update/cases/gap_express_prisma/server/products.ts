import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/:id/buy", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    await prisma.$transaction(async (tx) => {
      const product = await tx.product.findUniqueOrThrow({ where: { id } });
      await tx.sale.create({ data: { userId: req.user.id, productId: id } });
      await tx.product.update({ where: { id }, data: { stock: product.stock - 1 } });
    });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
