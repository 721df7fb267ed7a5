import { Router } from "express";
import { prisma } from "./db";

export const notes = Router();

notes.get("/shared/:key", async (req, res, next) => {
  try {
    const note = await prisma.note.findFirst({ where: { idempotencyKey: String(req.params.key) } });
    if (!note) return res.status(404).end();
    if (note.maxViews && Number(req.query.views) >= note.maxViews) {
      await prisma.note.delete({ where: { id: note.id } });
      return res.status(404).end();
    }
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
