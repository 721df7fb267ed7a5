const mongoose = require("mongoose");

const userSchema = new mongoose.Schema({
  email: { type: String, required: true, unique: true, maxlength: 254 },
  hashed_password: { type: String, required: true, select: false },
});

module.exports = mongoose.model("User", userSchema);
