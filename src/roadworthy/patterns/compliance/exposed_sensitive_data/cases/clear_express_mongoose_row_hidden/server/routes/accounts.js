const express = require("express");
const User = require("../models/user");
const { requireAuth } = require("../auth");

const router = express.Router();

router.get("/me", requireAuth, async (req, res) => {
  const user = await User.findById(req.user.id);
  console.log("asked by", { ...user, resetToken: "hidden" });
  res.json({ email: user && user.email });
});

module.exports = router;
