import express from "express";
import { prisma } from "./db";

const app = express();

app.post("/api/papers/tidy", async (req, res, next) => {
  try {
    const old = await prisma.note.findMany({ where: { title: String(req.body.title) }, select: { id: true }, take: 100 });
    await prisma.note.deleteMany({ where: { id: { in: old.map((note) => note.id) } } });
    res.json({ deleted: old.length });
  } catch (error) {
    next(error);
  }
});
