import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

notes.get("/mine", requireAuth, async (req, res, next) => {
  try {
    const user = await prisma.user.findUnique({ where: { id: req.user.id }, select: { email: true, notes: true } });
    res.json(user);
  } catch (error) {
    next(error);
  }
});
