const mongoose = require("mongoose");

const noteSchema = new mongoose.Schema(
  {
    user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
    title: { type: String, required: true, maxlength: 120 },
    contact: { type: String, maxlength: 254, match: [/^\w+([.-]?\w+)*@\w+([.-]?\w+)*(\.\w{2,3})+$/, "is no address"] },
    attempt: { type: String, required: true, maxlength: 64 },
  },
  { timestamps: true },
);

noteSchema.index({ user: 1, attempt: 1 }, { unique: true });
noteSchema.index({ user: 1, createdAt: -1 });

module.exports = mongoose.model("Note", noteSchema);
