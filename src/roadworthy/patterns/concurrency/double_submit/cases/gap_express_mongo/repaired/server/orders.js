const express = require("express");
const { requireAuth } = require("./auth");
const input = require("./input");
const { Order } = require("./models");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await Order.find({ user: req.user.id }).sort({ _id: -1 }).limit(50));
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { product_id, quantity } = input.order.parse(req.body);
    const attempt = input.attempt.parse(req.get("Idempotency-Key"));
    const order = await Order.create({ user: req.user.id, product: product_id, quantity, attempt });
    res.status(201).json({ id: order._id });
  } catch (error) {
    if (error.code === 11000) return res.status(200).json({ message: "This order is placed" });
    next(error);
  }
});

module.exports = router;
