import { Router } from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const products = Router();
const draftSchema = z.object({ title: z.string().min(1).max(120) });

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.post("/drafts", requireAuth, async (req, res, next) => {
  try {
    const { title } = draftSchema.parse(req.body);
    const draft = await prisma.draft.create({ data: { userId: req.user.id, title } });
    await prisma.shelf.update({ where: { userId: req.user.id }, data: { sendAttempts: { increment: 1 } } });
    res.status(201).json(draft);
  } catch (error) {
    next(error);
  }
});
