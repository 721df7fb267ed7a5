import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const products = Router();

products.get("/", async (_req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

products.delete("/boards/:id", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const board = await prisma.board.findUniqueOrThrow({ where: { id } });
    if (board.sent) await prisma.board.update({ where: { id }, data: { deletedAt: new Date() } });
    else await prisma.board.delete({ where: { id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
