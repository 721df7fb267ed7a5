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
    const note = await Note.findOne({ _id: req.params.note, user: req.user.id });
    if (!note) return res.status(404).json({ message: "Note not found" });
    await Star.create({ user: req.user.id, note: note._id, rating: Number(req.body.rating) });
    const stars = await Star.find({ note: note._id }).limit(1000);
    const rating = stars.reduce((sum, star) => sum + star.rating, 0) / stars.length;
    await Note.updateOne({ _id: note._id, user: req.user.id }, { rating });
    res.status(201).json({ rating });
  }),
);

module.exports = router;
