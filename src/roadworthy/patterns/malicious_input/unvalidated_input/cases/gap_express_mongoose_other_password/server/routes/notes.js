const bcrypt = require("bcryptjs");
const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const User = require("../models/user");

const router = express.Router();

router.use(requireAuth);

router.put(
  "/password",
  asyncHandler(async (req, res) => {
    const wanted = req.body.newPassword;
    const user = await User.findById(req.user.id).select("+password");
    if (await bcrypt.compare(wanted, user.password)) return res.status(400).json({ message: "That is the old one" });
    user.password = await bcrypt.hash(wanted, 12);
    await user.save();
    res.status(204).end();
  }),
);

module.exports = router;
