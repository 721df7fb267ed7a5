import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";

const app = express();

app.get("/api/words", requireAuth, async (req, res, next) => {
  try {
    const found = await prisma.value.findMany({
      where: { word: req.query.word ? String(req.query.word) : undefined, trait: { name: "colour" } },
      take: 20,
    });
    res.json(found);
  } catch (error) {
    next(error);
  }
});
