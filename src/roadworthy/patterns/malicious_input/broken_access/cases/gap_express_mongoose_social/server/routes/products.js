const express = require("express");
const asyncHandler = require("express-async-handler");
const crypto = require("node:crypto");
const bcrypt = require("bcryptjs");
const jwt = require("jsonwebtoken");
const User = require("../models/user");

const router = express.Router();

router.post(
  "/google",
  asyncHandler(async (req, res) => {
    const email = String(req.body.email);
    let user = await User.findOne({ email });
    if (!user) {
      const password = await bcrypt.hash(crypto.randomBytes(24).toString("hex"), 10);
      user = await User.create({ email, password });
    }
    res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET, { expiresIn: "1h" }) });
  }),
);

module.exports = router;
