const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Room = require("../models/room");

const router = express.Router();

router.use(requireAuth);

router.post(
  "/join",
  asyncHandler(async (req, res) => {
    const code = String(req.body.code).slice(0, 6);
    const room = await Room.findOne({ code });
    if (!room) return res.status(404).json({ message: "No such room" });
    const joined = await Room.updateOne({ code, "players.1": { $exists: false } }, { $addToSet: { players: req.user.id } });
    if (joined.modifiedCount === 0) return res.status(409).json({ message: "The room is full" });
    res.status(204).end();
  }),
);

module.exports = router;
