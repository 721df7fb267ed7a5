const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Fee = require("../models/fee");

const router = express.Router();

router.patch(
  "/:id/pay",
  requireAuth,
  asyncHandler(async (req, res) => {
    const amount = Number(req.body.amount);
    if (!(amount > 0 && amount < 100000)) return res.status(400).json({ message: "How much?" });
    const fee = await Fee.findOneAndUpdate(
      { _id: String(req.params.id), settled: false },
      [{ $set: { settled: true, paid: { $add: ["$paid", amount] }, remains: { $subtract: ["$remains", amount] } } }],
      { new: true },
    );
    if (!fee) return res.status(404).json({ message: "No such fee" });
    res.json({ remains: fee.remains });
  }),
);

module.exports = router;
