import { and, eq, gte, sql } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/server/db";
import { attemptKey, orderSchema } from "@/server/input";
import { orders, products } from "@/server/schema";
import { currentUser } from "@/server/session";

class OutOfStock extends Error {}

/** Places an order once per (user, key): the row that claims the key and the stock commit together. */
async function placeOrder(userId: number, productId: number, quantity: number, key: string) {
  return db.transaction(async (tx) => {
    const [product] = await tx.select({ price: products.price }).from(products).where(eq(products.id, productId));
    if (!product) return null;
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
      .returning({ id: orders.id, total: orders.total });
    if (!order) {
      const [earlier] = await tx
        .select({ id: orders.id, total: orders.total })
        .from(orders)
        .where(and(eq(orders.userId, userId), eq(orders.idempotencyKey, key)));
      return earlier;
    }
    const taken = await tx
      .update(products)
      .set({ stock: sql`${products.stock} - ${quantity}` })
      .where(and(eq(products.id, productId), gte(products.stock, quantity)))
      .returning({ id: products.id });
    if (taken.length === 0) throw new OutOfStock();
    return order;
  });
}

export async function POST(request: NextRequest) {
  const user = await currentUser();
  if (!user) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  const key = attemptKey.safeParse(request.headers.get("idempotency-key"));
  const parsed = orderSchema.safeParse(await request.json().catch(() => null));
  if (!key.success || !parsed.success) return NextResponse.json({ error: "Invalid order" }, { status: 400 });
  try {
    const order = await placeOrder(user.id, parsed.data.productId, parsed.data.quantity, key.data);
    if (!order) return NextResponse.json({ error: "Product not found" }, { status: 404 });
    return NextResponse.json(order, { status: 201 });
  } catch (error) {
    if (error instanceof OutOfStock) return NextResponse.json({ error: "Not enough in stock" }, { status: 409 });
    throw error;
  }
}
