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
    if (await Product.exists({ name })) return res.status(409).json({ message: "There is such a product" });
    const product = await Product.create({ name, stock });
    res.status(201).json({ id: product._id, name, stock });
  } catch (error) {
    if (error.code === 11000) return res.status(409).json({ message: "There is such a product" });
    next(error);
  }
});

router.post("/:id/buy", requireAuth, async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const taken = await Product.updateOne({ _id: id, stock: { $gt: 0 } }, { $inc: { stock: -1 } });
    if (taken.modifiedCount === 0) return res.status(409).json({ message: "Sold out" });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
