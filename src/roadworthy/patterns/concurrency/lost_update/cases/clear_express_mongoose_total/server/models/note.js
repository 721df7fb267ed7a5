const mongoose = require("mongoose");

const noteSchema = new mongoose.Schema(
  {
    user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
    title: { type: String, required: true, maxlength: 120 },
    attempt: { type: String, required: true, maxlength: 64 },
    rating: { type: Number, default: 0, min: 0, max: 5 },
    stars: { type: Number, default: 0, min: 0 },
    starred: { type: Number, default: 0, min: 0 },
  },
  { timestamps: true },
);

noteSchema.index({ user: 1, attempt: 1 }, { unique: true });
noteSchema.index({ user: 1, createdAt: -1 });

module.exports = mongoose.model("Note", noteSchema);
