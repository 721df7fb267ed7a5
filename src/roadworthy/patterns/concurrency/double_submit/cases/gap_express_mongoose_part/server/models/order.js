const mongoose = require("mongoose");

const orderSchema = new mongoose.Schema({
  number: { type: Number, required: true, unique: true },
  total: { type: Number, required: true, min: 0 },
  status: { type: String, enum: ["paid", "refunded"], default: "paid" },
});

module.exports = mongoose.model("Order", orderSchema);
