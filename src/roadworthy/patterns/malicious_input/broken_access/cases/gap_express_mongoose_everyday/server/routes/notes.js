const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth, requireRole } = require("../auth");
const Note = require("../models/note");
const validate = require("../validate");

const router = express.Router();

router.use(requireAuth);

router.put(
  "/:id",
  requireRole(["member", "admin"]),
  asyncHandler(async (req, res) => {
    const { title } = await validate.note.validateAsync(req.body);
    const note = await Note.findByIdAndUpdate(req.params.id, { title }, { new: true });
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

module.exports = router;
