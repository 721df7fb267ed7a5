const mongoose = require("mongoose");

const conversionSchema = new mongoose.Schema(
  {
    paid: { type: Number, required: true, min: 0 },
    bought: { type: Number, required: true, min: 0 },
  },
  { timestamps: true },
);

conversionSchema.index({ createdAt: -1 });

module.exports = mongoose.model("CurrencyConversion", conversionSchema);
