const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth, requireRole } = require("../auth");
const Note = require("../models/note");
const validate = require("../validate");

const router = express.Router();

router.use(requireAuth);

router.get(
  "/",
  requireRole(["member", "admin"]),
  asyncHandler(async (req, res) => {
    const wanted = {};
    if (req.user.role === "member") {
      wanted.user = req.user.id;
    }
    res.json(await Note.find(wanted).sort({ createdAt: -1 }).limit(50).lean());
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
