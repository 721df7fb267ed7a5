const express = require("express");
const { requireAuth } = require("./auth");
const { db } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", (req, res, next) => {
  try {
    res.json(db.prepare("SELECT id, product_id, quantity FROM orders WHERE user_id = ? ORDER BY id DESC LIMIT 50").all(req.user.id));
  } catch (error) {
    next(error);
  }
});

router.post("/", (req, res, next) => {
  try {
    const { product_id, quantity } = input.order.parse(req.body);
    const attempt = input.attempt.parse(req.get("Idempotency-Key"));
    const add = db.prepare("INSERT INTO orders (user_id, product_id, quantity, attempt) VALUES (?, ?, ?, ?)");
    const made = add.run(req.user.id, product_id, quantity, attempt);
    res.status(201).json({ id: made.lastInsertRowid });
  } catch (error) {
    if (error.code === "SQLITE_CONSTRAINT_UNIQUE") return res.status(200).json({ message: "This order is placed" });
    next(error);
  }
});

module.exports = router;
