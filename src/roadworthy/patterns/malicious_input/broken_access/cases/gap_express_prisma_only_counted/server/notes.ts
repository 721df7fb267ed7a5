import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, noteSchema, pageSchema } from "./input";

export const notes = Router();

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

notes.get("/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const note = await prisma.note.findFirst({ where: { id, userId: req.user.id } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

notes.post("/", async (req, res, next) => {
  try {
    const { title, attempt } = noteSchema.parse(req.body);
    const key = { userId: req.user.id, idempotencyKey: attempt };
    const note = await prisma.note.upsert({
      where: { userId_idempotencyKey: key },
      create: { ...key, title },
      update: {},
    });
    res.status(201).json(note);
  } catch (error) {
    next(error);
  }
});

notes.post("/:id/counted", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    await prisma.note.update({ where: { id }, data: { wordCount: noteSchema.parse(req.body).title.length } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
