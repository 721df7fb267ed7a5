import { inArray, lt } from "drizzle-orm";
import type { Express } from "express";
import { orders, products } from "@shared/schema";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export function registerOrderRoutes(app: Express): void {
  app.post(
    "/api/orders/expire",
    requireAdmin,
    handler(async (_req, res) => {
      const due = await db.select().from(orders).where(lt(orders.createdAt, new Date(Date.now() - 3_600_000)));
      if (due.length === 0) {
        res.json({ expired: 0 });
        return;
      }
      await db.transaction(async (tx) => {
        await tx.update(orders).set({ quantity: 0 }).where(inArray(orders.id, due.map((one) => one.id)));
        const ids = due.map((one) => one.productId).filter((id): id is number => !!id);
        await tx.update(products).set({ stock: 1 }).where(inArray(products.id, ids));
      });
      res.json({ expired: due.length });
    }),
  );
}
