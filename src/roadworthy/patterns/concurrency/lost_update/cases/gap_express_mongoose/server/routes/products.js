const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Product = require("../models/product");

const router = express.Router();

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await Product.find({}).sort("_id").limit(50).lean());
  }),
);

router.post(
  "/:id/buy",
  requireAuth,
  asyncHandler(async (req, res) => {
    const product = await Product.findById(req.params.id);
    if (!product || product.stock < 1) return res.status(409).json({ message: "Sold out" });
    product.stock = product.stock - 1;
    await product.save();
    res.status(204).end();
  }),
);

module.exports = router;
