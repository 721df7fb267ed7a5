import { and, eq } from "drizzle-orm";
import type { Express } from "express";
import { idParams } from "@shared/input";
import { favourites } from "@shared/favourites";
import { products } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

export function registerFavouriteRoutes(app: Express): void {
  app.post(
    "/api/products/:id/favourite",
    requireAuth,
    handler(async (req, res) => {
      const user = currentUser(req);
      const { id } = parse(idParams, req.params);
      const [product] = await db.select({ id: products.id }).from(products).where(eq(products.id, id));
      if (!product) throw new HttpError(404, "Product not found");
      const [earlier] = await db
        .select()
        .from(favourites)
        .where(and(eq(favourites.userId, user.id), eq(favourites.productId, product.id)));
      if (earlier) {
        res.json(earlier);
        return;
      }
      const [favourite] = await db
        .insert(favourites)
        .values({ userId: user.id, productId: product.id })
        .returning();
      res.status(201).json(favourite);
    }),
  );
}
