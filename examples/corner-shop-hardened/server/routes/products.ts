import type { Express } from "express";
import { idParams, pageQuery, productQuery, reviewSchema } from "@shared/input";
import { currentUser, requireAuth } from "../auth";
import { handler, HttpError, parse } from "../errors";
import { writeLimit } from "../limits";
import { streamStock } from "../stock-stream";
import { storage } from "../storage";
import { sendPage } from "./page";

async function findProduct(params: unknown) {
  const { id } = parse(idParams, params);
  const product = await storage.getProduct(id);
  if (!product) throw new HttpError(404, "Product not found");
  return product;
}

export function registerProductRoutes(app: Express): void {
  app.get(
    "/api/products",
    handler(async (req, res) => {
      const filter = parse(productQuery, req.query);
      const products = await storage.getProducts(filter);
      // The same for everyone: let the browser keep it and ask whether it has changed
      res.set("Cache-Control", "public, max-age=0, must-revalidate");
      sendPage(res, products, filter, products.at(-1)?.id);
    }),
  );

  app.get(
    "/api/popular",
    handler(async (_req, res) => {
      const popular = await storage.getPopularProducts();
      res.set("Cache-Control", "public, max-age=300");
      res.json(popular);
    }),
  );

  app.get(
    "/api/products/:id/stock",
    handler(async (req, res) => {
      const product = await findProduct(req.params);
      streamStock(res, product.id, product.stock);
    }),
  );

  app.get(
    "/api/products/:id",
    handler(async (req, res) => {
      const product = await findProduct(req.params);
      const averageRating = await storage.getAverageRating(product.id);
      res.set("Cache-Control", "public, max-age=0, must-revalidate");
      res.json({ ...product, averageRating });
    }),
  );

  app.get(
    "/api/products/:id/reviews",
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      const page = parse(pageQuery, req.query);
      const reviews = await storage.getReviews(id, page);
      sendPage(res, reviews, page, reviews.at(-1)?.id);
    }),
  );

  app.post(
    "/api/products/:id/reviews",
    requireAuth,
    writeLimit,
    handler(async (req, res) => {
      const user = currentUser(req);
      const input = parse(reviewSchema, req.body);
      const product = await findProduct(req.params);
      const review = await storage.createReview(user.id, product.id, input);
      res.status(201).json({ ...review, authorName: user.name });
    }),
  );
}
