import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { eq } from "drizzle-orm";
import { favorites, orders, products, users } from "../shared/schema";
import { createApp } from "../server/app";
import { db, pool } from "../server/db";

// Runs against the database in DATABASE_URL, which must be migrated and may keep the rows made here.

class Visitor {
  private cookie = "";
  readonly email = `${randomUUID()}@example.com`;

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(base + path, {
      method,
      headers: { "content-type": "application/json", cookie: this.cookie, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const cookie = response.headers.getSetCookie()[0];
    if (cookie) this.cookie = cookie.split(";")[0];
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  async register() {
    const { body } = await this.send("POST", "/api/auth/register", {
      name: "Test",
      email: this.email,
      password: "correct horse",
      acceptPrivacy: true,
    });
    return body.id as number;
  }

  order(productId: number, quantity = 1, key: string = randomUUID()) {
    const order = { items: [{ productId, quantity }], shippingAddress: "1 Test Street" };
    return this.send("POST", "/api/orders", order, { "idempotency-key": key });
  }
}

let server: Server;
let base = "";
const ann = new Visitor();
const bob = new Visitor();
let annId = 0;

async function addProduct(stock: number) {
  const row = { name: "Test pears", description: "For tests", category: "Test", price: "0.10", stock, imageUrl: "/images/jam.svg" };
  const [product] = await db.insert(products).values(row).returning();
  return product.id;
}

async function stockOf(id: number) {
  const [product] = await db.select().from(products).where(eq(products.id, id));
  return product.stock;
}

before(async () => {
  server = createServer(createApp()).listen(0);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  annId = await ann.register();
  await bob.register();
});

after(async () => {
  server.closeAllConnections();
  server.close();
  await pool.end();
});

test("twenty orders at once sell no more than there is", async () => {
  const id = await addProduct(5);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ann.order(id)));
  assert.equal(answers.filter((answer) => answer.status === 201).length, 5);
  assert.equal(await stockOf(id), 0);
});

test("the same checkout sent twice makes one order", async () => {
  const id = await addProduct(5);
  const key = randomUUID();
  const [first, second] = await Promise.all([ann.order(id, 1, key), ann.order(id, 1, key)]);
  assert.equal(first.body.id, second.body.id);
  assert.equal(await stockOf(id), 4);
});

test("a key can not be used for another order", async () => {
  const id = await addProduct(5);
  const key = randomUUID();
  await ann.order(id, 1, key);
  assert.equal((await ann.order(id, 2, key)).status, 422);
});

test("the server adds up the price, exactly", async () => {
  const id = await addProduct(9);
  const order = { items: [{ productId: id, quantity: 3 }], shippingAddress: "1 Test Street", total: 0.01 };
  assert.equal((await ann.send("POST", "/api/orders", order)).body.total, 0.3);
});

test("cancelling eight times at once puts the stock back once", async () => {
  const id = await addProduct(5);
  const { body } = await ann.order(id, 2);
  const answers = await Promise.all(Array.from({ length: 8 }, () => ann.send("POST", `/api/orders/${body.id}/cancel`)));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  assert.equal(await stockOf(id), 5);
});

test("nobody reads or cancels another person's order", async () => {
  const { body } = await ann.order(await addProduct(1));
  assert.equal((await bob.send("GET", `/api/orders/${body.id}`)).status, 404);
  assert.equal((await bob.send("POST", `/api/orders/${body.id}/cancel`)).status, 404);
});

test("a customer is no admin and can not become one", async () => {
  assert.equal((await bob.send("GET", "/api/admin/users")).status, 403);
  assert.equal((await bob.send("PATCH", "/api/profile", { role: "admin" })).status, 400);
  assert.equal((await bob.send("GET", "/api/auth/user")).body.role, "customer");
});

test("a favourite added eight times at once is there once", async () => {
  const productId = await addProduct(1);
  await Promise.all(Array.from({ length: 8 }, () => ann.send("POST", "/api/favorites", { productId })));
  assert.equal((await db.select().from(favorites).where(eq(favorites.productId, productId))).length, 1);
});

test("input out of range is refused", async () => {
  const id = await addProduct(5);
  assert.equal((await ann.order(id, -1)).status, 400);
  assert.equal((await ann.send("POST", `/api/products/${id}/reviews`, { rating: 6 })).status, 400);
  assert.equal((await ann.send("PATCH", "/api/profile", { name: "a\u0000b" })).status, 400);
  assert.equal((await ann.send("GET", "/api/orders/99999999999")).status, 400);
});

test("an order taken off the list stays in the books", async () => {
  const { body } = await ann.order(await addProduct(1));
  assert.equal((await bob.send("DELETE", `/api/orders/${body.id}`)).status, 404);
  assert.equal((await ann.send("DELETE", `/api/orders/${body.id}`)).status, 204);
  const { body: listed } = await ann.send("GET", "/api/orders");
  assert.equal(listed.some((order: { id: number }) => order.id === body.id), false);
  assert.equal((await db.select().from(orders).where(eq(orders.id, body.id))).length, 1);
});

test("what is bought most is popular", async () => {
  const id = await addProduct(99);
  await ann.order(id, 99);
  const { body } = await ann.send("GET", "/api/popular");
  const sold = body.map((product: { sold: number }) => product.sold);
  assert.equal(sold[0] >= 99 && sold.length <= 4, true);
  assert.deepEqual(sold, sold.toSorted((a: number, b: number) => b - a));
});

test("the stock is told as it is now", async () => {
  const id = await addProduct(7);
  const stream = await fetch(`${base}/api/products/${id}/stock`);
  assert.match(stream.headers.get("content-type") ?? "", /event-stream/);
  const reader = stream.body!.getReader();
  const { value } = await reader.read();
  assert.equal(new TextDecoder().decode(value), "data: 7\n\n");
  await reader.cancel();
});

test("erasing an account leaves the sale and no trace of the person", async () => {
  const { body } = await ann.order(await addProduct(1));
  assert.equal((await ann.send("DELETE", "/api/account")).status, 204);
  assert.equal((await ann.send("GET", "/api/auth/user")).status, 401);
  const [order] = await db.select().from(orders).where(eq(orders.id, body.id));
  assert.equal(order.userId, null);
  assert.equal(order.shippingAddress, "(erased)");
  assert.equal((await db.select().from(users).where(eq(users.id, annId))).length, 0);
});
