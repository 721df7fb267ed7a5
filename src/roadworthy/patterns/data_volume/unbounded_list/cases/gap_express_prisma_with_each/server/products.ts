import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/by-category", async (_req, res, next) => {
  try {
    res.json(await prisma.category.findMany({ include: { products: true } }));
  } catch (error) {
    next(error);
  }
});
