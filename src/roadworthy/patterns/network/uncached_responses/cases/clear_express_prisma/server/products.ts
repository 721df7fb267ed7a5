import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, productSchema } from "./input";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.set("Cache-Control", "public, max-age=60");
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { name, stock } = productSchema.parse(req.body);
    // Naming a product twice is one product: a second click changes nothing
    const product = await prisma.product.upsert({ where: { name }, create: { name, stock }, update: {} });
    res.status(201).json(product);
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
