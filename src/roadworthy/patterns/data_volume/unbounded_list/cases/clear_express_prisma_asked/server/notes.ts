import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

notes.use(requireAuth);

notes.get("/", async (req, res, next) => {
  try {
    const limit = parseInt((req.query.limit as string) ?? "20", 10);
    if (isNaN(limit) || limit < 1 || limit > 100) {
      return res.status(400).json({ message: "No such page" });
    }
    const rows = await prisma.note.findMany({
      where: { userId: req.user.id },
      orderBy: { createdAt: "desc" },
      take: limit,
    });
    res.json(rows);
  } catch (error) {
    next(error);
  }
});
