import { Router } from "express";
import { z } from "zod";

export const notes = Router();
const asked = new Map<string, number>();
const linkSchema = z.object({ refreshToken: z.string().max(200) });

notes.post("/link", async (req, res, next) => {
  try {
    const { refreshToken } = linkSchema.parse(req.body);
    const times = (asked.get(refreshToken) ?? 0) + 1;
    asked.set(refreshToken, times);
    if (times > 5) {
      console.warn({ message: "too many", refreshToken });
      return res.status(429).end();
    }
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
