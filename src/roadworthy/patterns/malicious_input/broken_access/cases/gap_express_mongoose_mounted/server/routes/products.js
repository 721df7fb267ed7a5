const express = require("express");
const asyncHandler = require("express-async-handler");
const Product = require("../models/product");

const router = express.Router();

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await Product.find({}).sort("_id").limit(50).lean());
  }),
);

router.post(
  "/",
  asyncHandler(async (req, res) => {
    const name = String(req.body.name).slice(0, 120);
    res.status(201).json(await Product.create({ name, stock: 0 }));
  }),
);

module.exports = router;
