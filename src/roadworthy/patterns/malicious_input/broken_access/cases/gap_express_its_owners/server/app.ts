import { eq } from "drizzle-orm";
import express, { type Express } from "express";
import { indexers } from "@shared/schema";
import { db } from "./db";

export function createApp(): Express {
  const app = express();
  app.use(express.json({ limit: "64kb" }));
  app.delete("/api/indexers/:id", async (req, res, next) => {
    try {
      await db.delete(indexers).where(eq(indexers.id, Number(req.params.id)));
      res.status(204).end();
    } catch (error) {
      next(error);
    }
  });
  return app;
}
