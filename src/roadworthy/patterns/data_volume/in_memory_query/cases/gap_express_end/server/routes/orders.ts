import { desc, eq } from "drizzle-orm";
import type { Express } from "express";
import { orders, products } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerOrderRoutes(app: Express): void {
  app.get(
    "/api/orders/newest",
    requireAuth,
    handler(async (req, res) => {
      const mine = eq(orders.userId, currentUser(req).id);
      const [newest] = await db.select().from(orders).where(mine).orderBy(desc(orders.id));
      res.json({ newest: newest?.id ?? null, of: products.id.name });
    }),
  );
}
