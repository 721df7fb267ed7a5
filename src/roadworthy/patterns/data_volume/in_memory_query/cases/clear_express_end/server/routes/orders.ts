import { and, desc, eq } from "drizzle-orm";
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
      const [newest] = await db.select().from(orders).where(mine).orderBy(desc(orders.id)).limit(1);
      const asked = and(mine, eq(orders.idempotencyKey, String(req.query.key)));
      const found = await db.select().from(orders).where(asked);
      res.json({ newest: newest?.id ?? null, asked: found[0] ?? null, of: products.id.name });
    }),
  );
}
