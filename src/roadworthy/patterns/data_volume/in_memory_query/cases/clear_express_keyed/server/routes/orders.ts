import { eq, inArray } from "drizzle-orm";
import type { Express } from "express";
import { orders, products } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerOrderRoutes(app: Express): void {
  app.get(
    "/api/orders/named",
    requireAuth,
    handler(async (req, res) => {
      const mine = await db.select().from(orders).where(eq(orders.userId, currentUser(req).id)).limit(20);
      const ids = mine.map((order) => order.productId);
      const asked = await db.select().from(products).where(inArray(products.id, ids));
      const byId = new Map(asked.map((product) => [product.id, product]));
      res.json(mine.map((order) => ({ id: order.id, product: byId.get(order.productId)?.name })));
    }),
  );
}
