const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Board = require("../models/wallet");

const router = express.Router();

router.use(requireAuth);

router.put(
  "/settings",
  asyncHandler(async (req, res) => {
    const board = await Board.findOne({ user: req.user.id });
    board.layout = { ...board.layout, theme: String(req.body.theme) };
    await board.save();
    res.status(204).end();
  }),
);

module.exports = router;
