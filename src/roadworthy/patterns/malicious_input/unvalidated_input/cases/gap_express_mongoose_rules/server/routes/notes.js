const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const Offer = require("../models/offer");
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

router.post(
  "/offers",
  asyncHandler(async (req, res) => {
    const { title, price, level } = req.body;
    res.status(201).json(await Offer.create({ user: req.user.id, title, price, level }));
  }),
);

router.put(
  "/offers/:id",
  asyncHandler(async (req, res) => {
    const { title, price, level } = req.body;
    const mine = { _id: String(req.params.id), user: req.user.id };
    const offer = await Offer.findOneAndUpdate(mine, { title, price, level }, { new: true });
    if (!offer) return res.status(404).json({ message: "Offer not found" });
    res.json(offer);
  }),
);

module.exports = router;
