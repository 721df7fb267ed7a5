const express = require("express");
const { requireAuth } = require("../auth");
const Note = require("../models/note");

const router = express.Router();

router.use(requireAuth);

router.get("/download", async (req, res, next) => {
  try {
    const notes = await Note.find({ user: req.user.id }).sort({ createdAt: -1 });
    res.json(notes.map((note) => ({ id: note._id, title: note.title, body: note.body })));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
