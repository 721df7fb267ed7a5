const mongoose = require("mongoose");

const orderSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
  place: { type: mongoose.Schema.Types.ObjectId, ref: "Product" },
  lines: [{ product: { type: mongoose.Schema.Types.ObjectId, ref: "Product" }, quantity: { type: Number, min: 1 } }],
});

orderSchema.index({ user: 1 });
orderSchema.index({ "lines.product": 1 });

module.exports = mongoose.model("Order", orderSchema);
