import { Router } from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

const idSchema = z.object({ id: z.coerce.number().int().positive() });
const clientSchema = z.object({ name: z.string().trim().min(1).max(120) });
const contactSchema = z.object({ name: z.string().trim().min(1).max(120), clientId: z.number().int().optional() });
const dealSchema = z.object({ title: z.string().trim().min(1).max(120), value: z.number().min(0).max(1e9) });

async function firmOf(userId: number): Promise<number> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { organizationId: true } });
  if (user.organizationId === null) throw new Error("of no firm");
  return user.organizationId;
}

notes.post("/deals", requireAuth, async (req, res, next) => {
  try {
    const organizationId = await firmOf(req.user.id);
    const { title, value } = dealSchema.parse(req.body);
    res.status(201).json(await prisma.deal.create({ data: { title, value, organizationId } }));
  } catch (error) {
    next(error);
  }
});
