const express = require("express");
const { requireAuth } = require("../auth");
const Note = require("../models/note");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    const filter = { user: req.user.id };
    let notes;
    if (req.query.title) {
      notes = await Note.find({ ...filter, title: String(req.query.title) }).sort({ createdAt: -1 }).limit(20);
    } else {
      notes = await Note.find(filter).sort({ createdAt: -1 }).limit(20);
    }
    const total = await Note.countDocuments(filter);
    res.json({ notes, total });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
