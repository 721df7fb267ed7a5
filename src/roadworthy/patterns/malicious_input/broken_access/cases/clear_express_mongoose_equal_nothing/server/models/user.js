const mongoose = require("mongoose");

const userSchema = new mongoose.Schema({
  email: { type: String, required: true, unique: true, maxlength: 254 },
  password: { type: String, required: true, select: false },
  role: { type: String, enum: ["member", "admin"], default: "member" },
  otp: { type: String, maxlength: 6 },
});

module.exports = mongoose.model("User", userSchema);
