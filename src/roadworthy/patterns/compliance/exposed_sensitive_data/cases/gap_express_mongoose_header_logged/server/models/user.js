const mongoose = require("mongoose");

const userSchema = new mongoose.Schema({
  email: { type: String, required: true, unique: true, maxlength: 254 },
  password: { type: String, required: true, select: false },
  resetToken: { type: String },
  role: { type: String, enum: ["member", "admin"], default: "member" },
});

module.exports = mongoose.model("User", userSchema);
