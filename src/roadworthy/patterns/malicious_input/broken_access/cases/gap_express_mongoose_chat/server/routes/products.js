const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const { Chat, Line } = require("../models/chat");

const router = express.Router();

router.use(requireAuth);

router.get(
  "/chats/:chatId/lines",
  asyncHandler(async (req, res) => {
    const chat = await Chat.findOne({ _id: req.params.chatId, members: req.user.id });
    if (!chat) return res.status(404).json({ message: "Not your chat" });
    res.json(await Line.find({ chat: chat._id }).sort("-_id").limit(50));
  }),
);

router.get(
  "/chats/:chatId/latest",
  asyncHandler(async (req, res) => {
    res.json(await Line.find({ chat: req.params.chatId }).sort("-_id").limit(1));
  }),
);

module.exports = router;
