import { Router } from "express";
import { prisma } from "./db";

export const notes = Router();

notes.get("/shared/:id", async (req, res, next) => {
  try {
    const note = await prisma.note.findUnique({
      where: { id: Number(req.params.id), shared: true },
      select: { id: true },
    });
    if (!note) return res.status(404).end();
    await prisma.note.update({
      where: { id: note.id },
      data: { views: Number(req.query.views), seenAt: new Date() },
    });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
