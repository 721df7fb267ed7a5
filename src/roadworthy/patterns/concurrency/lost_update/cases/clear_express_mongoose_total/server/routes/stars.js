const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const Star = require("../models/star");

const router = express.Router();

router.post(
  "/:note",
  requireAuth,
  asyncHandler(async (req, res) => {
    const rating = Number(req.body.rating);
    const note = await Note.findOne({ _id: req.params.note, user: req.user.id });
    if (!note) return res.status(404).json({ message: "Note not found" });
    await Star.create({ user: req.user.id, note: note._id, rating });
    await Note.updateOne({ _id: note._id, user: req.user.id }, { $inc: { stars: rating, starred: 1 } });
    res.status(201).json({ rating });
  }),
);

module.exports = router;
