const bcrypt = require("bcryptjs");
const express = require("express");
const asyncHandler = require("express-async-handler");
const User = require("../models/user");

const router = express.Router();

router.post(
  "/",
  asyncHandler(async (req, res) => {
    const email = String(req.body.email).slice(0, 254);
    const password = await bcrypt.hash(String(req.body.password).slice(0, 72), 10);
    await User.create({ email, password, isEmployee: req.body.isEmployee === "true" });
    res.status(201).json({ email });
  }),
);

module.exports = router;
