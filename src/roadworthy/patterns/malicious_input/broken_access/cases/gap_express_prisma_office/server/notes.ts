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

function scopeOf(user: { id: number; role: string }) {
  if (user.role === "MEMBER") return {};
  return { userId: user.id };
}

async function assertCanWrite(user: { id: number; role: string }, id: number) {
  const row = await prisma.note.findFirst({ where: { id, ...scopeOf(user) }, select: { id: true } });
  if (!row) throw new Error("Not yours");
}

notes.delete("/lines/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const line = await prisma.line.findUnique({ where: { id }, select: { noteId: true } });
    if (!line) return res.status(404).json({ message: "Line not found" });
    await assertCanWrite(req.user, line.noteId);
    await prisma.line.delete({ where: { id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
