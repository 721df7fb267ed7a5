import { Router } from "express";
import { z } from "zod";

export const notes = Router();
const asked = new Map<string, number>();
const linkSchema = z.object({ token: z.string().max(200) });

notes.post("/link", async (req, res, next) => {
  try {
    const { token } = linkSchema.parse(req.body);
    const times = (asked.get(token) ?? 0) + 1;
    asked.set(token, times);
    if (times > 5) {
      console.warn({ message: "too many", token });
      return res.status(429).end();
    }
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
