const express = require("express");
const { requireAuth } = require("../auth");

const router = express.Router();

router.post("/renew", requireAuth, (req, res) => {
  const language = req.headers["accept-language"].split(",")[0];
  console.log("renewal asked in", language, "with a token of", req.headers.authorization.length, "characters");
  res.status(204).end();
});

module.exports = router;
