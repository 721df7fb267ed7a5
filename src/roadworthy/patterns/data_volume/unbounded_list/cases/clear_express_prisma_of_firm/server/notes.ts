import { Router } from "express";
import { z } from "zod";
import { requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

const idSchema = z.object({ id: z.coerce.number().int().positive() });
const clientSchema = z.object({ name: z.string().trim().min(1).max(120) });
const contactSchema = z.object({ name: z.string().trim().min(1).max(120), companyId: z.number().int().optional() });
const dealSchema = z.object({ title: z.string().trim().min(1).max(120), value: z.number().min(0).max(1e9) });

async function firmOf(userId: number): Promise<number> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { organizationId: true } });
  if (user.organizationId === null) throw new Error("of no firm");
  return user.organizationId;
}

notes.get("/companies/:id/contacts", requireAuth, async (req, res, next) => {
  try {
    const organizationId = await firmOf(req.user.id);
    res.json(await prisma.contact.findMany({ where: { organizationId, companyId: idSchema.parse(req.params).id }, orderBy: { name: "asc" } }));
  } catch (error) {
    next(error);
  }
});
