const express = require("express");
const asyncHandler = require("express-async-handler");
const User = require("../models/user");

const router = express.Router();

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await User.find({ role: "provider" }).select("name trade").sort({ name: 1 }).limit(50).lean());
  }),
);

module.exports = router;
