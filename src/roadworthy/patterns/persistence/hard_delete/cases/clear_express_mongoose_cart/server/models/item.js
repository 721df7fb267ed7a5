const mongoose = require("mongoose");

const packCartItemSchema = new mongoose.Schema(
  {
    user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true, index: true },
    product: { type: mongoose.Schema.Types.ObjectId, ref: "Product", required: true },
    remark: { type: String, maxlength: 500 },
    amount: { type: Number, required: true, min: 1 },
  },
  { timestamps: true },
);

module.exports = mongoose.model("PackCartItem", packCartItemSchema);
