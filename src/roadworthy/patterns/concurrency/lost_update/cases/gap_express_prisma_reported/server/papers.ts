import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.post("/api/papers/:order/up", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse({ id: req.params.order });
    const note = await prisma.note.findFirst({ where: { id, userId: req.user.id } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    await prisma.note.update({ where: { id: note.id }, data: { flags: note.flags + 1 } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
