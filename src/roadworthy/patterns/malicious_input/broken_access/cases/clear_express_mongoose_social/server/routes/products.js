const express = require("express");
const asyncHandler = require("express-async-handler");
const crypto = require("node:crypto");
const bcrypt = require("bcryptjs");
const jwt = require("jsonwebtoken");
const { OAuth2Client } = require("google-auth-library");
const User = require("../models/user");

const router = express.Router();
const google = new OAuth2Client(process.env.GOOGLE_CLIENT_ID);

router.post(
  "/google",
  asyncHandler(async (req, res) => {
    const ticket = await google.verifyIdToken({ idToken: String(req.body.credential) });
    const { email } = ticket.getPayload();
    let user = await User.findOne({ email });
    if (!user) {
      const password = await bcrypt.hash(crypto.randomBytes(24).toString("hex"), 10);
      user = await User.create({ email, password });
    }
    res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET, { expiresIn: "1h" }) });
  }),
);

module.exports = router;
