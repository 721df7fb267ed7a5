import { Router } from "express";
import { z } from "zod";
import { prisma } from "./db";

export const notes = Router();
const answerSchema = z.object({ noteId: z.number().int(), text: z.string().max(120) });

notes.post("/answers", async (req, res, next) => {
  try {
    const { noteId, text } = answerSchema.parse(req.body);
    const quotas = await prisma.quota.findMany({ where: { noteId }, take: 20 });
    await prisma.answer.create({ data: { noteId, text } });
    res.status(201).json(quotas.map((quota) => ({ text: quota.text, most: quota.most })));
  } catch (error) {
    next(error);
  }
});
