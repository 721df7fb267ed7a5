const express = require("express");
const { requireAuth } = require("./auth");
const { pool } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    const [rows] = await pool.query("SELECT id, title, reference FROM notes WHERE user_id = ? ORDER BY id DESC LIMIT 50", [req.user.id]);
    res.json(rows);
  } catch (error) {
    next(error);
  }
});

router.get("/search", async (req, res, next) => {
  try {
    const words = String(req.query.q ?? "");
    const [rows] = await pool.query("SELECT id, title FROM notes WHERE user_id = ? AND MATCH (title) AGAINST (?) LIMIT 20", [req.user.id, words]);
    res.json(rows);
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const [rows] = await pool.query("SELECT id, title, reference FROM notes WHERE id = ? AND user_id = ?", [id, req.user.id]);
    if (rows.length === 0) return res.status(404).json({ message: "Note not found" });
    res.json(rows[0]);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    const [made] = await pool.query("INSERT INTO notes (user_id, title, reference) VALUES (?, ?, ?)", [req.user.id, title, reference]);
    res.status(201).json({ id: made.insertId, title, reference });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
