const express = require("express");
const { requireAuth } = require("../auth");
const Partner = require("../models/partner");

const router = express.Router();

router.use(requireAuth);

router.post("/:id/investments", async (req, res, next) => {
  try {
    const amount = Number(req.body.amount);
    if (!Number.isInteger(amount) || amount < 1 || amount > 1000000) return res.status(400).json({ message: "How much?" });
    const partner = await Partner.findById(req.params.id);
    if (!partner) return res.status(404).json({ message: "No such partner" });
    partner.investments.push({ amount });
    await partner.save();
    res.status(201).json(partner);
  } catch (error) {
    next(error);
  }
});

module.exports = router;
