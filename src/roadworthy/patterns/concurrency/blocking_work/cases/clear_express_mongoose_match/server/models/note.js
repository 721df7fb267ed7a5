const mongoose = require("mongoose");

const noteSchema = new mongoose.Schema(
  {
    user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
    title: { type: String, required: true, maxlength: 120 },
    contact: { type: String, maxlength: 254, match: [/^[a-z0-9]+([._-][a-z0-9]+)*@[a-z0-9]+(\.[a-z0-9]+)+$/i, "is no address"] },
    attempt: { type: String, required: true, maxlength: 64 },
  },
  { timestamps: true },
);

noteSchema.index({ user: 1, attempt: 1 }, { unique: true });
noteSchema.index({ user: 1, createdAt: -1 });

module.exports = mongoose.model("Note", noteSchema);
