const express = require("express");
const { requireAuth } = require("./auth");
const { pool } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    const [rows] = await pool.query("SELECT id, product_id, quantity FROM orders WHERE user_id = ? ORDER BY id DESC LIMIT 50", [req.user.id]);
    res.json(rows);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { product_id, quantity } = input.order.parse(req.body);
    const attempt = input.attempt.parse(req.get("Idempotency-Key"));
    const [made] = await pool.query("INSERT INTO orders (user_id, product_id, quantity, attempt) VALUES (?, ?, ?, ?)", [
      req.user.id,
      product_id,
      quantity,
      attempt,
    ]);
    res.status(201).json({ id: made.insertId });
  } catch (error) {
    if (error.code === "ER_DUP_ENTRY") return res.status(200).json({ message: "This order is placed" });
    next(error);
  }
});

module.exports = router;
