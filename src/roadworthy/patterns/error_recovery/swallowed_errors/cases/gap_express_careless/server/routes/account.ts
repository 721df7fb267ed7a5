import type { Express, Response } from "express";
import { asc } from "drizzle-orm";
import { products } from "@shared/schema";
import { db } from "../db";

function sendError(res: Response, error: unknown): void {
  console.error(error);
  res.status(500).json({ message: String(error) });
}

export function registerAccountRoutes(app: Express): void {
  app.get("/api/notices", async (_req, res) => {
    try {
      const rows = await db.select({ name: products.name }).from(products).orderBy(asc(products.id)).limit(5);
      res.json(rows);
    } catch (error) {
      sendError(res, error);
    }
  });
}
