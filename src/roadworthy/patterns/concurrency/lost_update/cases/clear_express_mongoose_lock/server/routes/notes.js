const express = require("express");
const asyncHandler = require("express-async-handler");
const { createClient } = require("redis");
const { requireAuth } = require("../auth");
const Wallet = require("../models/wallet");

const router = express.Router();
const redis = createClient();

router.use(requireAuth);

router.post(
  "/spend",
  asyncHandler(async (req, res) => {
    const key = `wallet:${req.user.id}`;
    const taken = await redis.set(key, "1", { NX: true, EX: 10 });
    if (!taken) return res.status(409).json({ message: "One at a time" });
    const wallet = await Wallet.findOne({ user: req.user.id });
    wallet.coins = wallet.coins - 5;
    await wallet.save();
    await redis.del(key);
    res.status(204).end();
  }),
);

module.exports = router;
