import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.delete("/api/papers/:id", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    await prisma.note.deleteMany({ where: { id, userId: req.user.id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
