const express = require("express");
const pool = require("../database");
const { requireAuth } = require("../auth");

const router = express.Router();

router.post("/", requireAuth, (req, res) => {
  pool.query("INSERT INTO notes (user_id, title) VALUES (?, ?)", [req.user.id, String(req.body.title).slice(0, 120)], (error) => {
    if (error) {
      console.error("note not stored", error);
      return res.status(500).json({ message: "The note could not be stored" });
    }
    res.status(201).json({ success: true });
  });
});

module.exports = router;
