const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth, requireAdmin } = require("../auth");
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
  requireAuth,
  requireAdmin,
  asyncHandler(async (req, res) => {
    const name = String(req.body.name).slice(0, 120);
    res.status(201).json(await Product.create({ name, stock: 0 }));
  }),
);

router.delete(
  "/:id",
  requireAuth,
  requireAdmin,
  asyncHandler(async (req, res) => {
    await Product.findByIdAndDelete(req.params.id);
    res.status(204).end();
  }),
);

module.exports = router;
