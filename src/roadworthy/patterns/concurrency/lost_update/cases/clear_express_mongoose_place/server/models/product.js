const mongoose = require("mongoose");

const productSchema = new mongoose.Schema({
  name: { type: String, required: true, unique: true, maxlength: 120 },
  stock: { type: Number, default: 0, min: 0 },
  labels: [{ text: { type: String, maxlength: 40 } }],
});

module.exports = mongoose.model("Product", productSchema);
