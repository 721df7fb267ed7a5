import { eq, sum } from "drizzle-orm";
import _ from "lodash";
import type { Express } from "express";
import { orders, products } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerOrderRoutes(app: Express): void {
  app.get(
    "/api/orders/spent",
    requireAuth,
    handler(async (req, res) => {
      const spent = await db
        .select({ product: orders.productId, total: sum(orders.total) })
        .from(orders)
        .where(eq(orders.userId, currentUser(req).id))
        .groupBy(orders.productId);
      res.json({ spent: _.sumBy(spent, (one) => Number(one.total)), of: products.id.name });
    }),
  );
}
