import { Router } from "express";
import { requireAuth } from "../auth";
import { database } from "../database";
import { Product } from "../entities";

export const products = Router();
const stored = database.getRepository(Product);

products.post("/wanted", requireAuth, async (req, res, next) => {
  try {
    const { name } = req.body;
    const product = await stored.findOneBy({ name });
    if (!product) return res.status(404).json({ message: "No such product" });
    res.json({ id: product.id, stock: product.stock });
  } catch (error) {
    next(error);
  }
});
