const crypto = require("crypto");
const express = require("express");
const Note = require("../models/note");

const router = express.Router();

router.post("/webhook", async (req, res, next) => {
  try {
    const note = await Note.findOne({ title: req.body.note.title });
    if (note) await Note.updateOne({ _id: note._id }, { body: "paid" });
    res.json({ received: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
