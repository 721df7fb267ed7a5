const express = require("express");
const { requireAdmin, requireAuth } = require("./auth");
const input = require("./input");
const { Product } = require("./models");

const router = express.Router();

router.get("/", async (req, res, next) => {
  try {
    res.json(await Product.find().sort({ _id: 1 }).limit(50));
  } catch (error) {
    next(error);
  }
});

router.post("/", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { name, stock } = input.product.parse(req.body);
    const product = await Product.create({ name, stock });
    res.status(201).json({ id: product._id, name, stock });
  } catch (error) {
    next(error);
  }
});

router.post("/:id/buy", requireAuth, async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const product = await Product.findById(id);
    if (!product || product.stock < 1) return res.status(409).json({ message: "Sold out" });
    product.stock -= 1;
    await product.save();
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
