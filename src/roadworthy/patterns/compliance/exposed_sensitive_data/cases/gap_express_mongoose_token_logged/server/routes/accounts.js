const express = require("express");
const jwt = require("jsonwebtoken");
const { requireAuth } = require("../auth");

const router = express.Router();

router.post("/renew", requireAuth, (req, res) => {
  const token = jwt.sign({ id: req.user.id }, process.env.JWT_SECRET, { expiresIn: "1h" });
  console.log("renewed for", token);
  res.json({ token });
});

module.exports = router;
