const express = require("express");
const asyncHandler = require("express-async-handler");
const Product = require("../models/product");

const router = express.Router();

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await Product.find({ name: req.query.name }).limit(50).lean());
  }),
);

module.exports = router;
