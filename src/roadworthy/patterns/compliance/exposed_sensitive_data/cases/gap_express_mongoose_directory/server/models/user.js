const mongoose = require("mongoose");

const userSchema = new mongoose.Schema({
  email: { type: String, required: true, unique: true, maxlength: 254 },
  password: { type: String, required: true, select: false },
  name: { type: String, maxlength: 100 },
  trade: { type: String, maxlength: 100 },
  role: { type: String, enum: ["member", "provider", "admin"], default: "member" },
});

userSchema.index({ role: 1, name: 1 });

module.exports = mongoose.model("User", userSchema);
