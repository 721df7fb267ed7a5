const express = require("express");
const { requireAuth } = require("../auth");
const Order = require("../models/order");

const router = express.Router();

router.use(requireAuth);

router.get("/:id/orders", async (req, res, next) => {
  try {
    res.json(await Order.find({ "lines.product": req.params.id, user: { $ne: null } }).limit(20).lean());
  } catch (error) {
    next(error);
  }
});

module.exports = router;
