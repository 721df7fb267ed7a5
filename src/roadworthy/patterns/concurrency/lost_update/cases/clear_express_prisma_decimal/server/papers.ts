import { Prisma } from "@prisma/client";
import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.post("/api/papers/:id/up", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const note = await prisma.note.findFirst({ where: { id, userId: req.user.id } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    await prisma.note.update({ where: { id: note.id }, data: { balance: { decrement: new Prisma.Decimal(1) } } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
