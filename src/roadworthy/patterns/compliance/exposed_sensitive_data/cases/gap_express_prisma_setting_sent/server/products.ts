import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const products = Router();

products.get("/setting", requireAuth, async (_req, res, next) => {
  try {
    res.json(await prisma.setting.findFirstOrThrow());
  } catch (error) {
    next(error);
  }
});
