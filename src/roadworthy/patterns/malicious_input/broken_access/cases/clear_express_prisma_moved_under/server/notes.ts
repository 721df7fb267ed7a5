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

notes.get("/clients", requireAuth, async (req, res, next) => {
  try {
    const organizationId = await firmOf(req.user.id);
    res.json(await prisma.client.findMany({ where: { organizationId }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

notes.put("/clients/:id", requireAuth, async (req, res, next) => {
  try {
    const organizationId = await firmOf(req.user.id);
    const { id } = idSchema.parse(req.params);
    const { name } = clientSchema.parse(req.body);
    const changed = await prisma.client.updateMany({ where: { id, organizationId }, data: { name } });
    if (changed.count === 0) return res.status(404).json({ message: "Not found" });
    res.json({ id, name });
  } catch (error) {
    next(error);
  }
});

notes.put("/contacts/:id", requireAuth, async (req, res, next) => {
  try {
    const organizationId = await firmOf(req.user.id);
    const { id } = idSchema.parse(req.params);
    const { name, clientId } = contactSchema.parse(req.body);
    const known = await prisma.contact.findFirst({ where: { id, organizationId } });
    if (!known) return res.status(404).json({ message: "Not found" });
    if (clientId) {
      const client = await prisma.client.findFirst({ where: { id: clientId, organizationId } });
      if (!client) return res.status(400).json({ message: "Choose one of your clients" });
    }
    const contact = await prisma.contact.update({ where: { id }, data: { name, clientId } });
    res.json(contact);
  } catch (error) {
    next(error);
  }
});
