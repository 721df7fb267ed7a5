import type { Express } from "express";
import { idempotencyKeySchema, idParams, orderSchema, pageQuery } from "@shared/input";
import type { PublicUser } from "@shared/schema";
import { audit } from "../audit";
import { currentUser, requireAuth } from "../auth";
import { handler, HttpError, parse } from "../errors";
import { writeLimit } from "../limits";
import { sendOrderConfirmation } from "../mail";
import { cancelOrder, hideOrder, placeOrder } from "../orders";
import { createPaymentIntent } from "../payments";
import { storage } from "../storage";
import { sendPage } from "./page";

/** An order that this user may see. Whether somebody else's order exists is not told. */
async function findVisibleOrder(user: PublicUser, params: unknown) {
  const { id } = parse(idParams, params);
  const order = await storage.getOrder(id);
  if (!order || (order.userId !== user.id && user.role !== "admin")) throw new HttpError(404, "Order not found");
  return order;
}

const place = handler(async (req, res) => {
  const user = currentUser(req);
  const input = parse(orderSchema, req.body);
  const key = parse(idempotencyKeySchema.optional(), req.get("idempotency-key"));
  const { order, replayed } = await placeOrder(user.id, input, key);
  if (replayed) {
    res.set("Idempotent-Replay", "true");
  } else {
    await audit(req, { action: "order.placed", object: `order:${order.id}` });
    if (await sendOrderConfirmation(user.email, user.name, order)) await storage.markConfirmationSent(order.id);
  }
  res.status(201).json(order);
});

const cancel = handler(async (req, res) => {
  const { id } = parse(idParams, req.params);
  const order = await cancelOrder(currentUser(req).id, id);
  await audit(req, { action: "order.cancelled", object: `order:${order.id}` });
  res.json(order);
});

const hide = handler(async (req, res) => {
  const { id } = parse(idParams, req.params);
  await hideOrder(currentUser(req).id, id);
  await audit(req, { action: "order.hidden", object: `order:${id}` });
  res.status(204).end();
});

const pay = handler(async (req, res) => {
  const user = currentUser(req);
  const order = await findVisibleOrder(user, req.params);
  if (order.userId !== user.id) throw new HttpError(404, "Order not found");
  if (order.status !== "placed") throw new HttpError(409, "This order can not be paid");
  const intent = await createPaymentIntent(order);
  const updated = await storage.setPaymentIntent(order.id, intent.id);
  if (!updated) throw new HttpError(409, "This order can not be paid");
  await audit(req, { action: "payment.started", object: `order:${order.id}`, details: { intent: intent.id } });
  res.json({ clientSecret: intent.client_secret, paymentIntentId: intent.id });
});

export function registerOrderRoutes(app: Express): void {
  app.get(
    "/api/orders",
    requireAuth,
    handler(async (req, res) => {
      const page = parse(pageQuery, req.query);
      const orders = await storage.getOrders(currentUser(req).id, page);
      sendPage(res, orders, page, orders.at(-1)?.id);
    }),
  );

  app.get(
    "/api/orders/:id",
    requireAuth,
    handler(async (req, res) => {
      res.json(await findVisibleOrder(currentUser(req), req.params));
    }),
  );

  app.post("/api/orders", requireAuth, writeLimit, place);
  app.delete("/api/orders/:id", requireAuth, writeLimit, hide);
  app.post("/api/orders/:id/cancel", requireAuth, writeLimit, cancel);
  app.post("/api/orders/:id/pay", requireAuth, writeLimit, pay);
}
