import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

const app = express();

app.post("/api/papers", requireAuth, async (req, res, next) => {
  try {
    const basket = await prisma.basket.findUnique({
      where: { userId: req.user.id },
      include: { lines: { include: { product: true } } },
    });
    if (!basket) return res.status(404).json({ message: "Nothing to order" });
    await prisma.paper.create({ data: { userId: req.user.id, total: basket.lines.length } });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
