const mongoose = require("mongoose");

const starSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
  note: { type: mongoose.Schema.Types.ObjectId, ref: "Note", required: true },
  rating: { type: Number, required: true, min: 1, max: 5 },
});

starSchema.index({ note: 1, user: 1 }, { unique: true });

module.exports = mongoose.model("Star", starSchema);
