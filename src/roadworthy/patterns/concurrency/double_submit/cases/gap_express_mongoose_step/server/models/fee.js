const mongoose = require("mongoose");

const feeSchema = new mongoose.Schema(
  {
    name: { type: String, required: true, maxlength: 120 },
    paid: { type: Number, required: true, default: 0 },
    remains: { type: Number, required: true, default: 0 },
  },
  { timestamps: true },
);

module.exports = mongoose.model("Fee", feeSchema);
