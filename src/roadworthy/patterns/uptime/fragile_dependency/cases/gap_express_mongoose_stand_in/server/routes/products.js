const express = require("express");
const { requireAuth } = require("../auth");
const { razorpay } = require("../payments");

const router = express.Router();

router.use(requireAuth);

router.post("/checkout", async (req, res, next) => {
  try {
    const order = await razorpay.orders.create({ amount: 50_000, currency: "INR", notes: { user: req.user.id } });
    res.status(201).json({ order: order.id });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
