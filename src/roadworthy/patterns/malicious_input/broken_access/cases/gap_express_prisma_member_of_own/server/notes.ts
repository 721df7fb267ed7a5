import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

notes.use(requireAuth);

async function teamOf(teamId: string, userId: number) {
  return prisma.team.findFirst({
    where: { id: teamId, OR: [{ ownerId: userId }, { members: { some: { userId } } }] },
    include: { members: true },
  });
}

notes.delete("/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const note = await prisma.note.findUnique({ where: { id } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    const team = await teamOf(String(note.teamId), req.user.id);
    const may = team?.members.some((one) => one.role === "ADMIN");
    if (may) res.set("x-team", "led");
    await prisma.note.delete({ where: { id: note.id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
