import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    const found = await prisma.product.findMany({ take: 50, include: { sales: true } });
    res.json(found.map((product) => ({ name: product.name, isNew: product.sales.length > 0 ? "no" : "yes" })));
  } catch (error) {
    next(error);
  }
});
