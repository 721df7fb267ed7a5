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
    if (wallet.coins < 5) return res.status(409).json({ message: "Too few coins" });
    wallet.coins -= 5;
    await wallet.save();
    res.status(204).end();
  }),
);

module.exports = router;
