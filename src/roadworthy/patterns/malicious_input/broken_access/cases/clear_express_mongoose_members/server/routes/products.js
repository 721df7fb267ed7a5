const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Member = require("../models/member");
const Product = require("../models/product");

const router = express.Router();

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await Product.find({}).sort("_id").limit(50).lean());
  }),
);

router.get(
  "/members",
  asyncHandler(async (req, res) => {
    res.json(await Member.find({}).sort({ createdAt: -1 }).limit(50).lean());
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
