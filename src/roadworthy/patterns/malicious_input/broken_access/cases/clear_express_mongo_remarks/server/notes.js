const express = require("express");
const { requireAuth } = require("./auth");
const input = require("./input");
const { Note, Remark } = require("./models");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await Note.find({ user: req.user.id }).sort({ _id: -1 }).limit(50));
  } catch (error) {
    next(error);
  }
});

router.get("/remarks/:kind/:about", async (req, res, next) => {
  try {
    const { kind, about } = req.params;
    if (!["note", "order"].includes(kind)) return res.status(400).json({ message: "No such kind" });
    res.json(await Remark.find({ user: req.user.id, kind, about: input.id.parse(about) }).sort({ _id: -1 }).limit(50));
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
