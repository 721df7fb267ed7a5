const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Wallet = require("../models/wallet");

const router = express.Router();

router.use(requireAuth);

const walletOf = async (user) => (await Wallet.findOne({ user })) || (await Wallet.create({ user }));

router.post(
  "/spend",
  asyncHandler(async (req, res) => {
    const wallet = await walletOf(req.user.id);
    const taken = await Wallet.updateOne({ _id: wallet.id, coins: { $gte: 5 } }, { $inc: { coins: -5 } });
    if (taken.modifiedCount === 0) return res.status(409).json({ message: "Too few coins" });
    res.status(204).end();
  }),
);

module.exports = router;
