const express = require("express");
const { requireAuth } = require("../auth");
const Wallet = require("../models/wallet");

const router = express.Router();

router.use(requireAuth);

router.post("/confirm", async (req, res, next) => {
  try {
    const wallet = await Wallet.findOne({ user: req.user.id });
    if (!wallet || wallet.code !== String(req.body.code)) return res.status(400).json({ error: "wrong code" });
    await Wallet.updateOne({ _id: wallet._id }, { confirmed: true, code: null });
    res.json({ ok: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
