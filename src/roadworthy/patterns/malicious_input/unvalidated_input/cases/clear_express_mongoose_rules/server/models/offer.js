const mongoose = require("mongoose");

const offerSchema = new mongoose.Schema({
  user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true, index: true },
  title: { type: String, required: true, maxlength: [80, "at most 80 letters"] },
  price: { type: Number, required: true, min: [0, "no price below nothing"], max: 10000 },
  level: { type: String, enum: ["beginner", "advanced"], required: true },
});

module.exports = mongoose.model("Offer", offerSchema);
