const mongoose = require("mongoose");

const noteSchema = new mongoose.Schema(
  {
    user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
    title: { type: String, required: true, maxlength: 120 },
    attempt: { type: String, required: true, maxlength: 64 },
  },
  { timestamps: true },
);

noteSchema.index({ attempt: 1, user: 1 }, { unique: true });

module.exports = mongoose.model("Note", noteSchema);
