import { and, desc, eq, getTableColumns, gte, lt, sql } from "drizzle-orm";
import type { Express } from "express";
import { orderSchema, pageQuery } from "@shared/input";
import { orders, products } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { attemptOf, handler, HttpError, parse } from "../requests";

const { idempotencyKey, ...orderColumns } = getTableColumns(orders);

export function registerOrderRoutes(app: Express): void {
  app.get(
    "/api/orders",
    requireAuth,
    handler(async (req, res) => {
      const { limit, cursor } = parse(pageQuery, req.query);
      const rows = await db
        .select(orderColumns)
        .from(orders)
        .where(and(eq(orders.userId, currentUser(req).id), cursor ? lt(orders.id, cursor) : undefined))
        .orderBy(desc(orders.id))
        .limit(limit);
      res.json(rows);
    }),
  );

  app.post(
    "/api/orders",
    requireAuth,
    handler(async (req, res) => {
      const { productId, quantity } = parse(orderSchema, req.body);
      const key = attemptOf(req, { productId, quantity });
      const [product] = await db.select().from(products).where(eq(products.id, productId));
      if (!product) throw new HttpError(404, "Product not found");
      const order = await db.transaction(async (tx) => {
        const taken = await tx
          .update(products)
          .set({ stock: sql`${products.stock} - ${quantity}` })
          .where(and(eq(products.id, productId), gte(products.stock, quantity)))
          .returning({ id: products.id });
        if (taken.length === 0) throw new HttpError(409, "Not enough in stock");
        const [made] = await tx
          .insert(orders)
          .values({
            userId: currentUser(req).id,
            productId,
            quantity,
            total: sql`${product.price}::numeric * ${quantity}::integer`,
            idempotencyKey: key,
          })
          .onConflictDoNothing({ target: [orders.userId, orders.idempotencyKey] })
          .returning(orderColumns);
        return made;
      });
      res.status(201).json(order);
    }),
  );
}
