const express = require("express");
const Setting = require("../models/setting");

const router = express.Router();

router.post("/open", async (req, res, next) => {
  try {
    const { pin } = req.body;
    const kept = await Setting.findOne({ key: "pin" });
    if (!kept) return res.status(404).json({ message: "No PIN yet" });
    if (kept.value !== pin) return res.status(401).json({ message: "Wrong PIN" });
    res.json({ ok: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
