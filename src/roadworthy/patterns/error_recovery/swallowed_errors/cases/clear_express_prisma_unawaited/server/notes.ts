import { Router } from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

const renameSchema = z.object({ title: z.string().trim().min(1).max(120) }).strict();

async function rename(userId: number, id: number, title: string): Promise<void> {
  await prisma.note.updateMany({ where: { id, userId }, data: { title } });
}

notes.put("/:id", requireAuth, async (req, res, next) => {
  try {
    const { title } = renameSchema.parse(req.body);
    await rename(req.user.id, Number(req.params.id), title);
    res.json({ title });
  } catch (error) {
    next(error);
  }
});
