const mongoose = require("mongoose");

const memoSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true, index: true },
  text: String,
});

module.exports = mongoose.model("Memo", memoSchema);
