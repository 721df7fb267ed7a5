import { Router } from "express";
import { prisma } from "./db";
import { idSchema } from "./input";

export const products = Router();

products.get("/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    res.json(await prisma.product.findUniqueOrThrow({ where: { id } }));
  } catch (error) {
    next(error);
  }
});
