import { Router, type RequestHandler } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

const findMe: RequestHandler = async (req, res, next) => {
  res.locals.me = await prisma.user.findUnique({ where: { id: req.user.id } });
  next();
};

notes.delete("/:id", requireAuth, findMe, async (req, res, next) => {
  try {
    if (res.locals.me?.role !== "ADMIN") return res.status(403).end();
    const { id } = idSchema.parse(req.params);
    await prisma.note.delete({ where: { id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
