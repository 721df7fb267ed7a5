const crypto = require("node:crypto");
const express = require("express");
const User = require("../models/user");
const { send } = require("../mail");

const router = express.Router();

router.post("/forgot", async (req, res) => {
  const resetToken = crypto.randomBytes(20).toString("hex");
  await User.updateOne({ email: String(req.body.email) }, { resetToken });
  await send(String(req.body.email), resetToken);
  res.json({ refreshToken: crypto.randomBytes(20).toString("hex") });
});

module.exports = router;
