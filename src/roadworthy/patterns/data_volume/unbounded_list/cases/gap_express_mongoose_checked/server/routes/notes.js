const express = require("express");
const { query, validationResult } = require("express-validator");
const { requireAuth } = require("../auth");
const Note = require("../models/note");

const router = express.Router();

router.use(requireAuth);

router.get("/", [query("limit").optional().isInt({ min: 1 })], async (req, res, next) => {
  try {
    const errors = validationResult(req);
    if (!errors.isEmpty()) return res.status(400).json({ errors: errors.array() });
    const { limit = 20 } = req.query;
    res.json(await Note.find({ user: req.user.id }).sort({ createdAt: -1 }).limit(limit * 1).lean());
  } catch (error) {
    next(error);
  }
});

module.exports = router;
