import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

notes.get("/board", requireAuth, async (req, res, next) => {
  try {
    res.json(await prisma.post.findMany({ orderBy: { id: "desc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});
