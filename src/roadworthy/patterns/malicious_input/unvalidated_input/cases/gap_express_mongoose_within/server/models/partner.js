const mongoose = require("mongoose");

const investmentSchema = new mongoose.Schema({
  amount: { type: Number, required: true, min: 1, max: 1000000 },
  note: { type: String, maxlength: 120 },
});

const partnerSchema = new mongoose.Schema({
  name: { type: String, required: true, unique: true, maxlength: 120 },
  investments: [investmentSchema],
});

partnerSchema.virtual("invested").get(function () {
  return this.investments.reduce((sum, one) => sum + one.amount, 0);
});

module.exports = mongoose.model("Partner", partnerSchema);
