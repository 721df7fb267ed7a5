const mongoose = require("mongoose");

const otpSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
  code: { type: String, required: true, maxlength: 12 },
  expiresAt: { type: Date, required: true },
});

otpSchema.index({ user: 1, code: 1 });

module.exports = mongoose.model("Otp", otpSchema);
