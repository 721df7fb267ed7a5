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
    const taken = await database.transaction(async (manager) => {
      const product = await manager.findOneOrFail(Product, {
        where: { id: key.parse(req.params.id) },
        lock: { mode: "pessimistic_write" },
      });
      if (product.stock < 1) return false;
      product.stock -= 1;
      await manager.save(product);
      return true;
    });
    if (!taken) return res.status(409).json({ message: "Sold out" });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
