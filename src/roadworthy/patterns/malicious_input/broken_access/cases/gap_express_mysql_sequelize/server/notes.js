const express = require("express");
const { requireAuth } = require("./auth");
const { Note } = require("./models");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await Note.findAll({ where: { userId: req.user.id }, order: [["id", "DESC"]], limit: 50 }));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const note = await Note.findByPk(id);
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    res.status(201).json(await Note.create({ userId: req.user.id, title, reference }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
