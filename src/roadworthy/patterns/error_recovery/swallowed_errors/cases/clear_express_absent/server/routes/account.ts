import { eq } from "drizzle-orm";
import type { Express } from "express";
import { z } from "zod";
import { products } from "@shared/schema";
import { requireAdmin } from "../auth";
import { db } from "../db";
import { handler, parse } from "../requests";

async function withdraw(id: number): Promise<boolean> {
  try {
    const gone = await db.delete(products).where(eq(products.id, id)).returning({ id: products.id });
    return gone.length > 0;
  } catch (error) {
    console.error("product was not withdrawn:", error);
    throw error;
  }
}

export function registerAccountRoutes(app: Express): void {
  app.delete(
    "/api/products/:id",
    requireAdmin,
    handler(async (req, res) => {
      const { id } = parse(z.object({ id: z.coerce.number().int() }), req.params);
      const done = await withdraw(id);
      if (done) {
        res.status(204).end();
      } else {
        res.status(404).json({ message: "Product not found" });
      }
    }),
  );
}
