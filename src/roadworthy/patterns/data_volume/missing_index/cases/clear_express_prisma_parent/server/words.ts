import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

const app = express();

app.get("/api/words/:word", requireAuth, async (req, res, next) => {
  try {
    const found = await prisma.value.findMany({
      where: { word: req.params.word, trait: { name: "colour" }, note: { userId: req.user.id } },
      take: 20,
    });
    res.json(found);
  } catch (error) {
    next(error);
  }
});
