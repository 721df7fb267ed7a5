import { eq } from "drizzle-orm";
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
      const mine = await db.select().from(orders).where(eq(orders.userId, currentUser(req).id));
      res.json({ spent: _.sumBy(mine, (order) => Number(order.total)), of: products.id.name });
    }),
  );
}
