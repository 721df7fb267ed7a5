import { createHash } from "crypto";
import { and, eq, gte, inArray, ne, sql } from "drizzle-orm";
import type { OrderStatus } from "@shared/constants";
import type { OrderInput } from "@shared/input";
import { orderItems, orders, products, type Order, type Product } from "@shared/schema";
import { db, type Transaction } from "./db";
import { HttpError } from "./errors";
import { orderColumns } from "./storage";

export interface PlacedOrder {
  order: Order;
  /** True when the same request had been served before and nothing was done again. */
  replayed: boolean;
}

interface Quantity {
  productId: number;
  quantity: number;
}

const REPEAT_WINDOW_MS = 10_000;

/** One entry per product, in the order of product ids so that two orders never wait for each other's rows. */
function mergeItems(items: Quantity[]): Quantity[] {
  const quantities = new Map<number, number>();
  for (const { productId, quantity } of items) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => a.productId - b.productId);
}

export function hashRequest({ items, shippingAddress }: OrderInput): string {
  return createHash("sha256")
    .update(JSON.stringify({ items: mergeItems(items), shippingAddress }))
    .digest("hex");
}

/** For clients that send no key: the same order within ten seconds counts as the same attempt. */
export function keyForRepeats(requestHash: string, now = Date.now()): string {
  return `auto-${requestHash.slice(0, 40)}-${Math.floor(now / REPEAT_WINDOW_MS)}`;
}

async function findProducts(tx: Transaction, items: Quantity[]): Promise<Map<number, Product>> {
  const ids = items.map((item) => item.productId);
  const rows = await tx.select().from(products).where(inArray(products.id, ids));
  if (rows.length < ids.length) throw new HttpError(404, "Product not found");
  return new Map(rows.map((product) => [product.id, product]));
}

/** Sums whole pennies: prices are decimal strings and never become floats on the way. */
function addUp(items: Quantity[], catalogue: Map<number, Product>): number {
  const pennies = items.reduce((sum, { productId, quantity }) => {
    const [pounds, rest = ""] = catalogue.get(productId)!.price.split(".");
    return sum + quantity * (Number(pounds) * 100 + Number(rest.padEnd(2, "0")));
  }, 0);
  return pennies / 100;
}

async function takeFromStock(tx: Transaction, { productId, quantity }: Quantity): Promise<void> {
  const taken = await tx
    .update(products)
    .set({ stock: sql`${products.stock} - ${quantity}` })
    .where(and(eq(products.id, productId), gte(products.stock, quantity)))
    .returning({ id: products.id });
  if (taken.length > 0) return;
  const [product] = await tx.select().from(products).where(eq(products.id, productId));
  throw new HttpError(409, `Only ${product.stock} of ${product.name} left`);
}

/** Takes an order off the customer's list. The row stays: the books need it. */
export async function hideOrder(userId: number, id: number): Promise<void> {
  const hidden = await db
    .update(orders)
    .set({ hiddenAt: sql`now()` })
    .where(and(eq(orders.id, id), eq(orders.userId, userId)))
    .returning({ id: orders.id });
  if (hidden.length === 0) throw new HttpError(404, "Order not found");
}

async function putBack(tx: Transaction, orderId: number): Promise<void> {
  const items = await tx.select().from(orderItems).where(eq(orderItems.orderId, orderId));
  for (const { productId, quantity } of mergeItems(items)) {
    await tx
      .update(products)
      .set({ stock: sql`${products.stock} + ${quantity}` })
      .where(eq(products.id, productId));
  }
}

async function findReplay(tx: Transaction, userId: number, key: string, requestHash: string): Promise<PlacedOrder> {
  const [row] = await tx
    .select({ ...orderColumns, requestHash: orders.requestHash })
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.idempotencyKey, key)));
  const { requestHash: earlier, ...order } = row;
  if (earlier !== requestHash) throw new HttpError(422, "This Idempotency-Key was used for another order");
  return { order, replayed: true };
}

/** Places an order once per (user, key): the row that claims the key, the stock and the items commit together. */
export async function placeOrder(userId: number, input: OrderInput, idempotencyKey?: string): Promise<PlacedOrder> {
  const items = mergeItems(input.items);
  const requestHash = hashRequest(input);
  const key = idempotencyKey ?? keyForRepeats(requestHash);
  return db.transaction(async (tx) => {
    const catalogue = await findProducts(tx, items);
    const [order] = await tx
      .insert(orders)
      .values({
        userId,
        total: addUp(items, catalogue),
        shippingAddress: input.shippingAddress,
        idempotencyKey: key,
        requestHash,
      })
      .onConflictDoNothing({ target: [orders.userId, orders.idempotencyKey] })
      .returning(orderColumns);
    if (!order) return findReplay(tx, userId, key, requestHash);
    for (const item of items) await takeFromStock(tx, item);
    await tx.insert(orderItems).values(
      items.map((item) => ({ ...item, orderId: order.id, unitPrice: catalogue.get(item.productId)!.price })),
    );
    return { order, replayed: false };
  });
}

/** Cancels an order of this user once: only the request that moves it out of `placed` puts the stock back. */
export async function cancelOrder(userId: number, orderId: number): Promise<Order> {
  const own = and(eq(orders.id, orderId), eq(orders.userId, userId));
  return db.transaction(async (tx) => {
    const [order] = await tx
      .update(orders)
      .set({ status: "cancelled" })
      .where(and(own, eq(orders.status, "placed")))
      .returning(orderColumns);
    if (order) {
      await putBack(tx, orderId);
      return order;
    }
    const [existing] = await tx.select({ id: orders.id }).from(orders).where(own);
    if (!existing) throw new HttpError(404, "Order not found");
    throw new HttpError(409, "This order can no longer be cancelled");
  });
}

/** Moves an order on. A cancelled order has given its stock back and stays cancelled. */
export async function setOrderStatus(tx: Transaction, orderId: number, status: OrderStatus): Promise<Order> {
  const [order] = await tx
    .update(orders)
    .set({ status })
    .where(and(eq(orders.id, orderId), ne(orders.status, "cancelled")))
    .returning(orderColumns);
  if (order) {
    if (status === "cancelled") await putBack(tx, orderId);
    return order;
  }
  const [existing] = await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId));
  if (!existing) throw new HttpError(404, "Order not found");
  throw new HttpError(409, "A cancelled order stays cancelled");
}
