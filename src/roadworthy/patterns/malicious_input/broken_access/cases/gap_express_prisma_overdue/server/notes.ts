import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

notes.put("/:id/state", requireAuth, async (req, res, next) => {
  try {
    await prisma.note.updateMany({
      where: { id: Number(req.params.id), dueAt: { lte: new Date() } },
      data: { state: String(req.body.state) },
    });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
