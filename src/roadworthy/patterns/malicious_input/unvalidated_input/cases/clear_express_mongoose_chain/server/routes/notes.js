const express = require("express");
const asyncHandler = require("express-async-handler");
const { body, validationResult } = require("express-validator");
const { requireAuth } = require("../auth");
const Memo = require("../models/memo");

const router = express.Router();

router.use(requireAuth);

router.post(
  "/memos",
  body("text").isString().isLength({ min: 1, max: 2000 }),
  asyncHandler(async (req, res) => {
    if (!validationResult(req).isEmpty()) return res.status(400).json({ message: "No such memo" });
    res.status(201).json(await Memo.create({ user: req.user.id, text: req.body.text }));
  }),
);

module.exports = router;
