const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const validate = require("../validate");

const router = express.Router();

router.use(requireAuth);

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await Note.find({ user: req.user.id }).sort({ createdAt: -1 }).limit(50).lean());
  }),
);

router.get(
  "/:id",
  asyncHandler(async (req, res) => {
    const note = await Note.findById(req.params.id);
    if (!note || !note.user.equals(req.user.id)) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  }),
);

router.post(
  "/",
  asyncHandler(async (req, res) => {
    const { title, attempt } = await validate.note.validateAsync(req.body);
    const note = await Note.create({ user: req.user.id, title, attempt });
    res.status(201).json(note);
  }),
);

module.exports = router;
