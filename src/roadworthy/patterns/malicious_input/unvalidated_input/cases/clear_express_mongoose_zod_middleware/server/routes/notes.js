const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Memo = require("../models/memo");
const Note = require("../models/note");
const validate = require("../validate");
const { validateRequest } = require("zod-express-middleware");
const { z } = require("zod");

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

const memo = z.object({ title: z.string().min(1).max(80), text: z.string().max(2000) });

router.post(
  "/memos",
  validateRequest({ body: memo }),
  asyncHandler(async (req, res) => {
    const { title, text } = req.body;
    res.status(201).json(await Memo.create({ user: req.user.id, title, text }));
  }),
);

module.exports = router;
