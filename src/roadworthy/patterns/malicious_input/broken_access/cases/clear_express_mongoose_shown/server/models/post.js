const mongoose = require("mongoose");

const postSchema = new mongoose.Schema(
  {
    user: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
    title: { type: String, required: true, maxlength: 120 },
    attempt: { type: String, required: true, maxlength: 64 },
    views: { type: Number, default: 0 },
  },
  { timestamps: true },
);

postSchema.index({ user: 1, attempt: 1 }, { unique: true });
postSchema.index({ createdAt: -1 });

module.exports = mongoose.model("Post", postSchema);
