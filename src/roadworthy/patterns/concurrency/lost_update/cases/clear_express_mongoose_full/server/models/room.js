const mongoose = require("mongoose");

const roomSchema = new mongoose.Schema({
  code: { type: String, required: true, unique: true, maxlength: 6 },
  owner: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
  players: [{ type: String, maxlength: 64 }],
});

module.exports = mongoose.model("Room", roomSchema);
