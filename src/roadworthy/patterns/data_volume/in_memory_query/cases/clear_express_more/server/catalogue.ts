import { asc } from "drizzle-orm";
import express from "express";
import { products } from "../shared/schema";
import { db } from "./db";

const PAGE = 20;

const app = express();

app.get("/api/catalogue", async (_req, res, next) => {
  try {
    const page = await db.select().from(products).orderBy(asc(products.id)).limit(PAGE + 1);
    res.json({ page: page.slice(0, PAGE), more: page.length > PAGE });
  } catch (error) {
    next(error);
  }
});
