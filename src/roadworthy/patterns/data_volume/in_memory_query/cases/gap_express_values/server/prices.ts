import { asc } from "drizzle-orm";
import express from "express";
import { products } from "../shared/schema";
import { db } from "./db";

const app = express();

app.get("/api/cheapest", async (_req, res, next) => {
  try {
    const rows = await db.select().from(products).orderBy(asc(products.price)).limit(5);
    res.json(rows);
  } catch (error) {
    next(error);
  }
});

app.get("/api/prices", async (_req, res, next) => {
  try {
    const rows = await db.select({ price: products.price }).from(products);
    res.json([...new Set(rows.map((row) => row.price))]);
  } catch (error) {
    next(error);
  }
});
