import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, productSchema, shelfSchema } from "./input";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.get("/shelves", async (_req, res, next) => {
  try {
    res.json(await prisma.shelf.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/shelves", async (req, res, next) => {
  try {
    const { name } = shelfSchema.parse(req.body);
    res.status(201).json(await prisma.shelf.create({ data: { name } }));
  } catch (error) {
    next(error);
  }
});

products.put("/:id", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const data = productSchema.parse(req.body);
    res.json(await prisma.product.update({ where: { id }, data }));
  } catch (error) {
    next(error);
  }
});
