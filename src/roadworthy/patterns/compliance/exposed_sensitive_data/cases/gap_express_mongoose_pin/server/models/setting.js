const mongoose = require("mongoose");

const settingSchema = new mongoose.Schema({
  key: { type: String, required: true, unique: true, maxlength: 40 },
  value: { type: String, required: true, maxlength: 120 },
});

module.exports = mongoose.model("Setting", settingSchema);
