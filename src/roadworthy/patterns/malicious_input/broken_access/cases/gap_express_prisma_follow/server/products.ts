import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const products = Router();

products.post("/people/:id/follow", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    await prisma.user.update({ where: { id }, data: { name: String(req.body.name), followers: { connect: { id: req.user.id } } } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
