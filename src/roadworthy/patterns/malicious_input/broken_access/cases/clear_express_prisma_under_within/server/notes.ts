import { Router } from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();
const voteSchema = z.object({ noteId: z.number().int(), optionIds: z.array(z.number().int()).max(50) });

notes.get("/", async (req, res, next) => {
  try {
    res.json(await prisma.note.findMany({ orderBy: { id: "desc" }, take: 50, select: { id: true, title: true } }));
  } catch (error) {
    next(error);
  }
});

notes.use(requireAuth);

notes.get("/options/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const option = await prisma.option.findFirst({ where: { id, note: { userId: req.user.id } } });
    if (!option) return res.status(404).json({ message: "Option not found" });
    res.json(option);
  } catch (error) {
    next(error);
  }
});

notes.delete("/options/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    await prisma.option.deleteMany({ where: { id, note: { userId: req.user.id } } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

notes.post("/votes", async (req, res, next) => {
  try {
    const { noteId, optionIds } = voteSchema.parse(req.body);
    const options = await prisma.option.findMany({ where: { noteId }, select: { id: true }, take: 50 });
    const known = new Set(options.map((option) => option.id));
    await prisma.vote.createMany({
      data: optionIds.filter((id) => known.has(id)).map((optionId) => ({ userId: req.user.id, noteId, optionId })),
      skipDuplicates: true,
    });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
