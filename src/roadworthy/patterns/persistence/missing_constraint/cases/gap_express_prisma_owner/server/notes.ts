import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

notes.use(requireAuth);

notes.get("/", async (req, res, next) => {
  try {
    res.json(await prisma.board.findMany({ where: { ownerId: req.user.id }, take: 50 }));
  } catch (error) {
    next(error);
  }
});
