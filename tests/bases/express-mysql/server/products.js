const express = require("express");
const { requireAdmin, requireAuth } = require("./auth");
const { pool } = require("./database");
const input = require("./input");

const router = express.Router();

router.get("/", async (req, res, next) => {
  try {
    const [rows] = await pool.query("SELECT id, name, stock FROM products ORDER BY id LIMIT 50");
    res.json(rows);
  } catch (error) {
    next(error);
  }
});

router.post("/", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { name, stock } = input.product.parse(req.body);
    const [made] = await pool.query("INSERT INTO products (name, stock) VALUES (?, ?)", [name, stock]);
    res.status(201).json({ id: made.insertId, name, stock });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
