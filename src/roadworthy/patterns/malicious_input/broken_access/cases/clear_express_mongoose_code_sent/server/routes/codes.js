const express = require("express");
const asyncHandler = require("express-async-handler");
const Otp = require("../models/otp");
const User = require("../models/user");

const router = express.Router();

router.post(
  "/verify",
  asyncHandler(async (req, res) => {
    const { email, code } = req.body;
    const user = await User.findOne({ email: String(email) });
    const sent = user && (await Otp.findOne({ user: user._id, code: String(code), expiresAt: { $gt: new Date() } }));
    if (!sent) return res.status(401).json({ message: "Ask for another code" });
    res.json({ id: user._id, email: user.email, role: user.role });
  }),
);

module.exports = router;
