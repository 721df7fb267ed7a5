const express = require("express");
const { requireAdmin, requireAuth } = require("./auth");
const { db } = require("./database");
const input = require("./input");

const router = express.Router();

router.get("/", (req, res, next) => {
  try {
    res.json(db.prepare("SELECT id, name, stock FROM products ORDER BY id LIMIT 50").all());
  } catch (error) {
    next(error);
  }
});

router.post("/", requireAuth, requireAdmin, (req, res, next) => {
  try {
    const { name, stock } = input.product.parse(req.body);
    const made = db.prepare("INSERT INTO products (name, stock) VALUES (?, ?)").run(name, stock);
    res.status(201).json({ id: made.lastInsertRowid, name, stock });
  } catch (error) {
    next(error);
  }
});

router.post("/tables", requireAuth, requireAdmin, (req, res, next) => {
  try {
    const { name, guests_min, guests_max } = input.table.parse(req.body);
    const made = db
      .prepare("INSERT INTO tables_for (name, guests_min, guests_max) VALUES (?, ?, ?)")
      .run(name, guests_min, guests_max);
    res.status(201).json({ id: made.lastInsertRowid });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
