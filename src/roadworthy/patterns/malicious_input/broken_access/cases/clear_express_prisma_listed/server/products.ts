import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const products = Router();

products.post("/notes/:id/join", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    await prisma.note.update({ where: { id }, data: { memberIds: { push: req.user.id } } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
