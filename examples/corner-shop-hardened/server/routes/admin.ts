import type { Express } from "express";
import { idParams, insertProductSchema, pageQuery, statusSchema, updateProductSchema } from "@shared/input";
import { audit } from "../audit";
import { requireAdmin, toPublicUser } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../errors";
import { writeLimit } from "../limits";
import { setOrderStatus } from "../orders";
import { storage } from "../storage";
import { sendPage } from "./page";

const listOrders = handler(async (req, res) => {
  const page = parse(pageQuery, req.query);
  const orders = await storage.getAllOrders(page);
  sendPage(res, orders, page, orders.at(-1)?.id);
});

const listUsers = handler(async (req, res) => {
  const page = parse(pageQuery, req.query);
  const users = await storage.getUsers(page);
  await audit(req, { action: "users.listed", object: "users" });
  sendPage(res, users.map(toPublicUser), page, users.at(-1)?.id);
});

const overview = handler(async (_req, res) => {
  res.json(await storage.getShopNumbers());
});

const changeStatus = handler(async (req, res) => {
  const { id } = parse(idParams, req.params);
  const { status } = parse(statusSchema, req.body);
  const order = await db.transaction(async (tx) => {
    const updated = await setOrderStatus(tx, id, status);
    await audit(req, { action: "order.status", object: `order:${id}`, details: { status } }, tx);
    return updated;
  });
  res.json(order);
});

const addProduct = handler(async (req, res) => {
  const product = await storage.createProduct(parse(insertProductSchema, req.body));
  await audit(req, { action: "product.created", object: `product:${product.id}` });
  res.status(201).json(product);
});

const changeProduct = handler(async (req, res) => {
  const { id } = parse(idParams, req.params);
  const changes = parse(updateProductSchema, req.body);
  const product = await storage.updateProduct(id, changes);
  if (!product) throw new HttpError(404, "Product not found");
  await audit(req, { action: "product.changed", object: `product:${id}`, details: { fields: Object.keys(changes).join() } });
  res.json(product);
});

export function registerAdminRoutes(app: Express): void {
  app.get("/api/admin/overview", requireAdmin, overview);
  app.get("/api/admin/orders", requireAdmin, listOrders);
  app.patch("/api/admin/orders/:id/status", requireAdmin, writeLimit, changeStatus);
  app.post("/api/admin/products", requireAdmin, writeLimit, addProduct);
  app.patch("/api/admin/products/:id", requireAdmin, writeLimit, changeProduct);
  app.get("/api/admin/users", requireAdmin, listUsers);
}
