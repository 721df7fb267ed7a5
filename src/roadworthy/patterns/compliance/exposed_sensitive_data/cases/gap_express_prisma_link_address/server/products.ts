import bcrypt from "bcryptjs";
import { Router } from "express";
import { prisma } from "./db";
import { idSchema } from "./input";

export const products = Router();

products.get("/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const { name, password } = await prisma.product.findUniqueOrThrow({ where: { id } });
    if (password && !(await bcrypt.compare(String(req.query.password), password))) return res.status(403).end();
    res.json({ name });
  } catch (error) {
    next(error);
  }
});
