const express = require("express");
const asyncHandler = require("express-async-handler");
const jwt = require("jsonwebtoken");
const User = require("../models/user");

const router = express.Router();

router.post(
  "/code",
  asyncHandler(async (req, res) => {
    const user = await User.findOne({ email: String(req.body.email) });
    if (!user || user.otp !== req.body.otp) return res.status(401).json({ message: "Not the code" });
    res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET, { expiresIn: "1h" }) });
  }),
);

module.exports = router;
