const express = require("express");
const { requireAuth } = require("../auth");
const Order = require("../models/order");
const Refund = require("../models/refund");

const router = express.Router();

router.use(requireAuth);

router.post("/:id/refunds", async (req, res, next) => {
  try {
    const order = await Order.findById(req.params.id);
    if (!order || order.status !== "paid") return res.status(409).json({ message: "Nothing to pay back" });
    await Refund.create({ order: order._id, amount: order.total });
    await Order.updateOne({ _id: order._id }, { $set: { status: "refunded" } });
    res.status(201).json({ ok: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
