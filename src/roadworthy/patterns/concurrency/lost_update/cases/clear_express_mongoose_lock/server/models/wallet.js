const mongoose = require("mongoose");

const walletSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true, unique: true },
  coins: { type: Number, required: true, default: 0, min: 0 },
});

module.exports = mongoose.model("Wallet", walletSchema);
