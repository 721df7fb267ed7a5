const express = require("express");
const { requireAuth } = require("./auth");
const { prisma } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await prisma.note.findMany({ where: { userId: req.user.id }, orderBy: { createdAt: "desc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const note = await prisma.note.findFirst({ where: { id, userId: req.user.id } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    res.status(201).json(await prisma.note.create({ data: { userId: req.user.id, title, reference } }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
