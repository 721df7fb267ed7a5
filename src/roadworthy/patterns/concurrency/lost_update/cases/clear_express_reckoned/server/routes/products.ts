import { asc, eq, gt, sql } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { currencyQuery, idParams, pageQuery, productSchema } from "@shared/input";
import { products, type Product } from "@shared/schema";
import { requireAdmin, requireAuth } from "../auth";
import { db } from "../db";
import { fetchRate } from "../outside";
import { databaseCode, handler, HttpError, parse } from "../requests";

// The same for everyone: let the browser keep it and ask whether it has changed
const PUBLIC = "public, max-age=0, must-revalidate";

const stockSchema = z.object({ by: z.number().int().min(1).max(100) }).strict();

async function findProduct(id: number): Promise<Product> {
  const [product] = await db.select().from(products).where(eq(products.id, id));
  if (!product) throw new HttpError(404, "Product not found");
  return product;
}

export function registerProductRoutes(app: Express): void {
  app.get(
    "/api/products",
    handler(async (req, res) => {
      const { limit, cursor } = parse(pageQuery, req.query);
      const rows = await db
        .select()
        .from(products)
        .where(cursor ? gt(products.id, cursor) : undefined)
        .orderBy(asc(products.id))
        .limit(limit);
      res.set("Cache-Control", PUBLIC).json(rows);
    }),
  );

  app.get(
    "/api/products/:id",
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const product = await findProduct(id);
      res.set("Cache-Control", PUBLIC).json(product);
    }),
  );

  app.get(
    "/api/products/:id/price",
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const { currency } = parse(currencyQuery, req.query);
      const product = await findProduct(id);
      const rate = await fetchRate(currency);
      // Without a rate the price is still true in pounds
      if (rate === null) return res.json({ currency: "GBP", price: Number(product.price), converted: false });
      res.json({ currency, price: Math.round(Number(product.price) * rate * 100) / 100, converted: true });
    }),
  );

  app.put(
    "/api/products/:id/stock",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const { by } = parse(stockSchema, req.body);
      const [product] = await db
        .update(products)
        .set({ stock: sql`${products.stock} + ${by}` })
        .where(eq(products.id, id))
        .returning();
      if (!product) throw new HttpError(404, "Product not found");
      res.json(product);
    }),
  );

  app.post(
    "/api/products",
    requireAdmin,
    handler(async (req, res) => {
      const { name, price, stock } = parse(productSchema, req.body);
      try {
        const [product] = await db.insert(products).values({ name, price, stock }).returning();
        res.status(201).json(product);
      } catch (error) {
        throw databaseCode(error) === "23505" ? new HttpError(409, "There is a product of this name") : error;
      }
    }),
  );
}
