const mongoose = require("mongoose");

const { ObjectId } = mongoose.Schema.Types;

const userSchema = new mongoose.Schema({
  email: { type: String, required: true, unique: true, maxlength: 254 },
  password: { type: String, required: true },
  role: { type: String, enum: ["member", "admin"], default: "member" },
});

const noteSchema = new mongoose.Schema({
  user: { type: ObjectId, ref: "User", required: true, index: true },
  title: { type: String, required: true, maxlength: 120 },
  reference: { type: String, required: true, maxlength: 60 },
  reviews: [{ by: { type: ObjectId, ref: "User", required: true }, stars: Number, comment: { type: String, maxlength: 500 } }],
});

const productSchema = new mongoose.Schema({
  name: { type: String, required: true, unique: true, maxlength: 120 },
  stock: { type: Number, required: true, min: 0 },
});

const orderSchema = new mongoose.Schema({
  user: { type: ObjectId, ref: "User", required: true },
  product: { type: ObjectId, ref: "Product", required: true },
  quantity: { type: Number, required: true, min: 1 },
  attempt: { type: String, required: true, maxlength: 64 },
});

orderSchema.index({ user: 1, attempt: 1 }, { unique: true });

module.exports = {
  Note: mongoose.model("Note", noteSchema),
  Order: mongoose.model("Order", orderSchema),
  Product: mongoose.model("Product", productSchema),
  User: mongoose.model("User", userSchema),
};
