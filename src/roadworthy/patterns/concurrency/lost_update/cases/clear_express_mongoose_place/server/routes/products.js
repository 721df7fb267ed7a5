const express = require("express");
const asyncHandler = require("express-async-handler");
const Product = require("../models/product");
const { requireAuth } = require("../auth");

const router = express.Router();

router.delete(
  "/:id/labels/:labelId",
  requireAuth,
  asyncHandler(async (req, res) => {
    const product = await Product.findById(req.params.id);
    if (!product) return res.status(404).json({ message: "Not found" });
    const place = product.labels.findIndex((label) => label._id.toString() === req.params.labelId);
    if (place < 0) return res.status(404).json({ message: "No such label" });
    product.labels.splice(place, 1);
    await product.save();
    res.status(204).end();
  }),
);

module.exports = router;
