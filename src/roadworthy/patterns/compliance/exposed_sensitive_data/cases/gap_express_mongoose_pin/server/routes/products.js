const express = require("express");
const { requireAuth } = require("../auth");
const Setting = require("../models/setting");

const router = express.Router();

router.use(requireAuth);

router.put("/pin", async (req, res, next) => {
  try {
    const pin = String(req.body.pin);
    if (!/^\d{6}$/.test(pin)) return res.status(400).json({ message: "Six digits" });
    await Setting.updateOne({ key: "pin" }, { $set: { value: pin } }, { upsert: true });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
