const express = require("express");
const { requireAuth } = require("./auth");
const mysql = require("mysql2");
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

const waiting = mysql.createPool(process.env.DATABASE_URL);

router.get("/figures", (req, res, next) => {
  waiting.query("SELECT COUNT(*) AS notes FROM notes WHERE user_id = ?", [req.user.id], (error, notes) => {
    if (error) return next(error);
    waiting.query("SELECT id FROM products LIMIT ?", [notes[0].notes], (failed, products) => {
      if (failed) return next(failed);
      waiting.query("SELECT COUNT(*) AS orders FROM orders WHERE user_id = ?", [products[0].id], (lost, orders) => {
        if (lost) return next(lost);
        res.json({ notes, products, orders });
      });
    });
  });
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
