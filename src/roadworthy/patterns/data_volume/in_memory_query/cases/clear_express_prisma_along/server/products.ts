import { Router } from "express";
import { prisma } from "./db";

export const products = Router();

products.get("/:id", async (req, res, next) => {
  try {
    const product = await prisma.product.findUnique({
      where: { id: Number(req.params.id) },
      include: { sales: true },
    });
    if (!product) return res.status(404).json({ message: "There is no such product" });
    return res.json({ ...product, sold: product.sales.length });
  } catch (error) {
    return next(error);
  }
});
