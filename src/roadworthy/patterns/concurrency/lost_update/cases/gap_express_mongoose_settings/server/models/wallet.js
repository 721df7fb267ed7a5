const mongoose = require("mongoose");

const boardSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true, unique: true },
  layout: { type: Object, required: true, default: {} },
});

module.exports = mongoose.model("Board", boardSchema);
