import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { pageSchema } from "./input";

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

notes.get("/invited/:invitation", async (req, res, next) => {
  try {
    const invitation = await prisma.invitation.findUnique({
      where: { id: Number(req.params.invitation) },
      include: { note: true },
    });
    if (!invitation) return res.status(404).json({ message: "No such invitation" });
    res.json({ title: invitation.note.title, email: invitation.email });
  } catch (error) {
    next(error);
  }
});
