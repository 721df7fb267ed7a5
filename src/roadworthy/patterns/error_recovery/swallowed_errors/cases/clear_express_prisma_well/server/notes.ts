import { Router } from "express";
import { prisma } from "./db";

export const notes = Router();

notes.get("/latest", async (_req, res) => {
  try {
    const found = await prisma.note.findMany({ orderBy: { id: "desc" }, take: 20 });
    res.status(200).json(found);
  } catch (error) {
    console.error("latest", error);
    res.status(503).json([]);
  }
});
