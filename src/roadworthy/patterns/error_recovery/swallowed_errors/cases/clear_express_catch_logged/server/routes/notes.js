const express = require("express");
const pool = require("../database").promise();
const { requireAuth } = require("../auth");

const router = express.Router();

router.post("/", requireAuth, async (req, res) => {
  const given = [req.user.id, String(req.body.title).slice(0, 120)];
  await pool.query("INSERT INTO notes (user_id, title) VALUES (?, ?)", given);
  res.status(201).json({ success: true });
});

module.exports = router;
