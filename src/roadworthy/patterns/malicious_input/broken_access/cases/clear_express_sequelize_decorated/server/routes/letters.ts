import { Router, type Request } from "express";
import { requireAuth } from "../auth";
import { Letter } from "../letters";

export const letters = Router();

letters.get("/:id", requireAuth, async (req: Request & { user?: { id: number } }, res, next) => {
  try {
    const letter = await Letter.findOne({ where: { id: req.params.id, writerId: req.user?.id } });
    if (!letter) return res.status(404).json({ message: "Letter not found" });
    res.json({ title: letter.title });
  } catch (error) {
    next(error);
  }
});
