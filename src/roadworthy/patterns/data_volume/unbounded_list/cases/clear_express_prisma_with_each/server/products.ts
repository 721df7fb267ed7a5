import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/by-category", async (_req, res, next) => {
  try {
    res.json(await prisma.category.findMany({ include: { products: { take: 8, orderBy: { id: "desc" } } } }));
  } catch (error) {
    next(error);
  }
});
