const mongoose = require("mongoose");

const chatSchema = new mongoose.Schema({
  members: [{ type: mongoose.Schema.Types.ObjectId, ref: "User" }],
});
const lineSchema = new mongoose.Schema({
  chat: { type: mongoose.Schema.Types.ObjectId, ref: "Chat", required: true },
  words: { type: String, required: true, maxlength: 500 },
});

module.exports = { Chat: mongoose.model("Chat", chatSchema), Line: mongoose.model("Line", lineSchema) };
