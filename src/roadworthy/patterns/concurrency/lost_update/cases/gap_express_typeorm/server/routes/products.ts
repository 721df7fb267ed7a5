import { Router } from "express";
import { z } from "zod";
import { requireAuth } from "../auth";
import { database } from "../database";
import { Product } from "../entities";

export const products = Router();
const stored = database.getRepository(Product);
const name = z.string().min(1).max(120);
const key = z.coerce.number().int().positive().max(2147483647);

products.get("/", async (req, res, next) => {
  try {
    res.json(await stored.find({ order: { id: "ASC" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.get("/named", async (req, res, next) => {
  try {
    const found = await stored
      .createQueryBuilder("product")
      .where("product.name = :name", { name: name.parse(req.query.name) })
      .getOne();
    if (!found) return res.status(404).json({ message: "Product not found" });
    res.json(found);
  } catch (error) {
    next(error);
  }
});

products.post("/:id/take", requireAuth, async (req, res, next) => {
  try {
    const product = await stored.findOneByOrFail({ id: key.parse(req.params.id) });
    if (product.stock < 1) return res.status(409).json({ message: "Sold out" });
    product.stock -= 1;
    await stored.save(product);
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
