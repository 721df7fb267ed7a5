import { Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

notes.use(requireAuth);

async function take(id: number, userId: number) {
  const note = await prisma.note.findFirst({ where: { id, userId } });
  if (!note) throw new Error("That note is already gone");
  return note;
}

notes.get("/:id", async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    res.json(await take(id, req.user.id));
  } catch (error: any) {
    console.error("A note could not be read:", error);
    if (error.message?.includes("already gone")) {
      return res.status(404).json({ message: error.message });
    }
    next(error);
  }
});
