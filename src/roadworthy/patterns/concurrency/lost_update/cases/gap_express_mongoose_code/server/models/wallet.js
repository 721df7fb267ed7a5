const mongoose = require("mongoose");

const walletSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true, unique: true },
  code: { type: String, maxlength: 6 },
  confirmed: { type: Boolean, default: false },
});

module.exports = mongoose.model("Wallet", walletSchema);
