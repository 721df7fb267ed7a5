const mongoose = require("mongoose");

const memberSchema = new mongoose.Schema(
  {
    name: { type: String, required: true, maxlength: 120 },
    email: { type: String, required: true, maxlength: 254 },
  },
  { timestamps: true },
);

memberSchema.index({ createdAt: -1 });

module.exports = mongoose.model("Member", memberSchema);
