import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/by-category", async (_req, res, next) => {
  try {
    const categories = await prisma.category.findMany({ include: { products: { include: { sales: true } } } });
    res.json(
      categories.map((category) => {
        const sales = category.products.flatMap((product) => product.sales);
        return { name: category.name, earned: sales.reduce((sum, sale) => sum + Number(sale.price), 0) };
      }),
    );
  } catch (error) {
    next(error);
  }
});
