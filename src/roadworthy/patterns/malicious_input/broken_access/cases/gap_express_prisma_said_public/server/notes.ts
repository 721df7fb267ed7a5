import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, pageSchema } from "./input";

export const notes = Router();

async function getNotePublicKey(id: number) {
  return prisma.note.findUnique({ where: { id }, select: { title: true, createdAt: true } });
}

notes.get("/shown/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const note = await getNotePublicKey(id);
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

notes.use(requireAuth);

notes.get("/", async (req, res, next) => {
  try {
    const { cursor } = pageSchema.parse(req.query);
    const rows = await prisma.note.findMany({
      where: { userId: req.user.id, id: cursor ? { lt: cursor } : undefined },
      orderBy: { createdAt: "desc" },
      take: 50,
    });
    res.json(rows);
  } catch (error) {
    next(error);
  }
});
