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

router.get(
  "/search",
  asyncHandler(async (req, res) => {
    const search = String(req.query.q).slice(0, 80).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    res.json(await Product.find({ name: { $regex: search, $options: "i" } }).sort("_id").limit(50).lean());
  }),
);

router.post(
  "/:id/buy",
  requireAuth,
  asyncHandler(async (req, res) => {
    const taken = await Product.updateOne({ _id: req.params.id, stock: { $gt: 0 } }, { $inc: { stock: -1 } });
    if (taken.modifiedCount === 0) return res.status(409).json({ message: "Sold out" });
    res.status(204).end();
  }),
);

module.exports = router;
