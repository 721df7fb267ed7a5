import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    const found = await prisma.product.findMany({
      include: { sales: { include: { user: true } } },
      orderBy: { id: "asc" },
      take: 50,
    });
    res.json(found.map((product) => ({ id: product.id, name: product.name, sales: product.sales.length })));
  } catch (error) {
    next(error);
  }
});
