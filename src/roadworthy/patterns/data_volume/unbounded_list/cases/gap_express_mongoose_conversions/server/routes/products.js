const express = require("express");
const { requireAuth } = require("../auth");
const Conversion = require("../models/conversion");

const router = express.Router();

router.use(requireAuth);

router.get("/conversions", async (req, res, next) => {
  try {
    res.json(await Conversion.find().sort({ createdAt: -1 }).lean());
  } catch (error) {
    next(error);
  }
});

router.post("/conversions", async (req, res, next) => {
  try {
    const [paid, bought] = [Number(req.body.paid), Number(req.body.bought)];
    if (!(paid > 0 && bought > 0)) return res.status(400).json({ message: "How much?" });
    res.status(201).json(await Conversion.create({ paid, bought }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
