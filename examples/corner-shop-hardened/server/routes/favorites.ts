import type { Express } from "express";
import { favoriteSchema, pageQuery, productIdParams } from "@shared/input";
import { currentUser, requireAuth } from "../auth";
import { handler, HttpError, parse } from "../errors";
import { writeLimit } from "../limits";
import { storage } from "../storage";
import { sendPage } from "./page";

export function registerFavoriteRoutes(app: Express): void {
  app.get(
    "/api/favorites",
    requireAuth,
    handler(async (req, res) => {
      const page = parse(pageQuery, req.query);
      const favorites = await storage.getFavorites(currentUser(req).id, page);
      sendPage(res, favorites, page, favorites.at(-1)?.productId);
    }),
  );

  app.post(
    "/api/favorites",
    requireAuth,
    writeLimit,
    handler(async (req, res) => {
      const { productId } = parse(favoriteSchema, req.body);
      if (!(await storage.getProduct(productId))) throw new HttpError(404, "Product not found");
      const { favorite, added } = await storage.addFavorite(currentUser(req).id, productId);
      res.status(added ? 201 : 200).json(favorite);
    }),
  );

  app.delete(
    "/api/favorites/:productId",
    requireAuth,
    writeLimit,
    handler(async (req, res) => {
      const { productId } = parse(productIdParams, req.params);
      await storage.removeFavorite(currentUser(req).id, productId);
      res.status(204).end();
    }),
  );
}
