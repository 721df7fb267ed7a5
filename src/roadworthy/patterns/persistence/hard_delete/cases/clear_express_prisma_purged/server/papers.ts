import express from "express";
import { prisma } from "./db";

const app = express();

app.post("/api/papers/tidy", async (req, res, next) => {
  try {
    const cutoff = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000);
    const old = await prisma.note.findMany({ where: { deletedAt: { lt: cutoff } }, select: { id: true }, take: 100 });
    await prisma.note.deleteMany({ where: { id: { in: old.map((note) => note.id) } } });
    res.json({ deleted: old.length });
  } catch (error) {
    next(error);
  }
});
