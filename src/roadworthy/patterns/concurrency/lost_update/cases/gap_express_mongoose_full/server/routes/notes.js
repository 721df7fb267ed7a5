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
    if (room.players.length >= 2) return res.status(409).json({ message: "The room is full" });
    room.players.push(req.user.id);
    await room.save();
    res.status(204).end();
  }),
);

module.exports = router;
