const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const User = require("../models/user");
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
    const note = await Note.findOne({ _id: req.params.id, user: req.user.id });
    if (!note) return res.status(404).json({ message: "Note not found" });
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

router.post("/share", async (req, res) => {
  const email = String(req.body.email);
  const reader = await User.findOne({ email: { $regex: `^${email}$`, $options: "i" } });
  if (!reader) return res.status(404).json({ message: "Nobody has this address" });
  await Note.updateOne({ _id: String(req.body.note), user: req.user.id }, { $addToSet: { readers: reader._id } });
  res.json({ shared: true });
});

module.exports = router;
