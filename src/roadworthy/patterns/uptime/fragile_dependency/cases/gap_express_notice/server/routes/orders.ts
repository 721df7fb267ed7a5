import { and, desc, eq, getTableColumns, gte, lt, sql } from "drizzle-orm";
import type { Express } from "express";
import { orderSchema, pageQuery } from "@shared/input";
import { orders, products, type Order } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { sendConfirmation } from "../mail";
import { attemptOf, handler, HttpError, parse } from "../requests";

const { idempotencyKey, ...orderColumns } = getTableColumns(orders);

/** Places an order once per (user, key): the row that claims the key and the stock commit together. */
async function placeOrder(userId: number, productId: number, quantity: number, key: string): Promise<Order> {
  return db.transaction(async (tx) => {
    const [product] = await tx.select({ price: products.price }).from(products).where(eq(products.id, productId));
    if (!product) throw new HttpError(404, "Product not found");
    const [order] = await tx
      .insert(orders)
      .values({
        userId,
        productId,
        quantity,
        total: sql`${product.price}::numeric * ${quantity}::integer`,
        idempotencyKey: key,
      })
      .onConflictDoNothing({ target: [orders.userId, orders.idempotencyKey] })
      .returning(orderColumns);
    if (!order) {
      const [earlier] = await tx
        .select(orderColumns)
        .from(orders)
        .where(and(eq(orders.userId, userId), eq(orders.idempotencyKey, key)));
      return earlier;
    }
    const taken = await tx
      .update(products)
      .set({ stock: sql`${products.stock} - ${quantity}` })
      .where(and(eq(products.id, productId), gte(products.stock, quantity)))
      .returning({ id: products.id });
    if (taken.length === 0) throw new HttpError(409, "Not enough in stock");
    return order;
  });
}

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
      const order = await placeOrder(currentUser(req).id, productId, quantity, key);
      await sendConfirmation(currentUser(req).email, order.id);
      res.status(201).json(order);
    }),
  );
}
