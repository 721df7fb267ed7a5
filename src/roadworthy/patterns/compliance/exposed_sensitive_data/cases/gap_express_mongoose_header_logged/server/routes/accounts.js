const express = require("express");
const { requireAuth } = require("../auth");

const router = express.Router();

router.post("/renew", requireAuth, (req, res) => {
  const token = req.headers.authorization.split(" ")[1];
  console.log("renewal asked with", token);
  res.status(204).end();
});

module.exports = router;
