import { desc } from "drizzle-orm";
import type { Express } from "express";
import { orders } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError } from "../requests";

export function registerOrderRoutes(app: Express): void {
  app.get(
    "/api/orders/latest",
    requireAuth,
    handler(async (req, res) => {
      const user = currentUser(req);
      const found = await db.select({ id: orders.id }).from(orders).orderBy(desc(orders.id));
      if (found.length === 0) throw new HttpError(404, `No order for ${user.name}`);
      res.json({ latest: found[0].id });
    }),
  );
}
