import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

notes.get("/board", requireAuth, async (req, res, next) => {
  try {
    res.json(await prisma.post.findMany({ orderBy: { id: "desc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

notes.get("/board/:id", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const post = await prisma.post.findUnique({ where: { id } });
    if (!post) return res.status(404).json({ message: "Post not found" });
    res.json(post);
  } catch (error) {
    next(error);
  }
});
