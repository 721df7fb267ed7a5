import { and, eq } from "drizzle-orm";
import type { Express } from "express";
import { pictures, products } from "@shared/schema";
import { db } from "../db";
import { handler } from "../requests";

export function registerProductRoutes(app: Express): void {
  app.get(
    "/api/products",
    handler(async (_req, res) => {
      const shown = await db
        .select({ id: products.id, name: products.name, url: pictures.url })
        .from(products)
        .leftJoin(pictures, and(eq(pictures.productId, products.id), eq(pictures.first, true)))
        .orderBy(products.id)
        .limit(20);
      res.json(shown);
    }),
  );
}
