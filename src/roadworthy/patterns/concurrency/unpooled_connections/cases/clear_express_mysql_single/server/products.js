const express = require("express");
const database = require("./stock")();

const router = express.Router();

router.get("/", async (req, res, next) => {
  try {
    const [rows] = await database.promise().query("SELECT id, name, stock FROM products ORDER BY id LIMIT 50");
    res.json(rows);
  } catch (error) {
    next(error);
  }
});

module.exports = router;
