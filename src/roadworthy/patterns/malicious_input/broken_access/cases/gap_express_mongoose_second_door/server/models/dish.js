const mongoose = require("mongoose");

const schema = new mongoose.Schema({
  name: { type: String, required: true, maxlength: 120 },
  keeper: { type: mongoose.Schema.Types.ObjectId, ref: "User" },
});

module.exports = mongoose.model("Dish", schema);
