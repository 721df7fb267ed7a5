import { Router } from "express";
import { z } from "zod";
import { type Signed, requireAuth } from "../auth";
import { database } from "../database";
import { Note } from "../entities";

export const notes = Router();
const stored = database.getRepository(Note);
const input = z.object({ title: z.string().min(1).max(120), attempt: z.string().min(1).max(64) }).strict();
const key = z.coerce.number().int().positive().max(2147483647);

notes.use(requireAuth);

notes.get("/", async (req, res, next) => {
  try {
    const { user } = req as Signed;
    res.json(await stored.find({ where: { user: { id: user.id } }, order: { createdAt: "DESC" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

notes.get("/:id", async (req, res, next) => {
  try {
    const { user } = req as Signed;
    const note = await stored.findOne({ where: { id: key.parse(req.params.id), user: { id: user.id } }, relations: { user: true } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

notes.post("/", async (req, res, next) => {
  try {
    const { user } = req as Signed;
    res.status(201).json(await stored.save(stored.create({ ...input.parse(req.body), user: { id: user.id } })));
  } catch (error) {
    next(error);
  }
});
