const express = require("express");
const { requireAuth } = require("./auth");
const input = require("./input");
const { Note } = require("./models");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await Note.find({ user: req.user.id }).sort({ _id: -1 }).limit(50));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const note = await Note.findOne({ _id: id, user: req.user.id });
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

router.post("/:id/reviews", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const note = await Note.findByIdAndUpdate(id, { $push: { reviews: { by: req.user.id, ...req.body } } }, { new: true });
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.status(201).json({ reviews: note.reviews.length });
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    const note = await Note.create({ user: req.user.id, title, reference });
    res.status(201).json({ id: note._id, title, reference });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
