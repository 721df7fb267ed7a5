const mongoose = require("mongoose");

const seatSchema = new mongoose.Schema({
  label: { type: String, required: true, maxlength: 12 },
  status: { type: String, enum: ["free", "taken"], default: "free" },
});

const hallSchema = new mongoose.Schema({
  name: { type: String, required: true, unique: true, maxlength: 120 },
  seats: [seatSchema],
});

module.exports = mongoose.model("Hall", hallSchema);
