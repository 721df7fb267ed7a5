const mongoose = require("mongoose");

const refundSchema = new mongoose.Schema({
  order: { type: mongoose.Schema.Types.ObjectId, ref: "Order", required: true },
  amount: { type: Number, required: true, min: 1 },
});

refundSchema.index({ order: 1 });

module.exports = mongoose.model("Refund", refundSchema);
