import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, productSchema } from "./input";

export const products = Router();

products.put("/:id", requireAuth, requireAdmin, async (req, res, next) => {
  const { id } = idSchema.parse(req.params);
  const changes = productSchema.parse(req.body);
  try {
    res.json(await prisma.product.update({ where: { id }, data: changes }));
  } catch (error) {
    if ((error as { code?: string }).code !== "P2025") return next(error);
    res.status(404).json({ message: "No such product" });
  }
});
