const express = require("express");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const Wallet = require("../models/wallet");

const router = express.Router();

router.use(requireAuth);

router.post("/confirm", async (req, res, next) => {
  try {
    const wallet = await Wallet.findOne({ user: req.user.id });
    if (!wallet || wallet.code !== String(req.body.code)) return res.status(400).json({ error: "wrong code" });
    await Wallet.updateOne({ _id: wallet._id }, { confirmed: true, code: null });
    await Note.create({ user: req.user.id, title: "Welcome", body: "A note for the code" });
    res.json({ ok: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
