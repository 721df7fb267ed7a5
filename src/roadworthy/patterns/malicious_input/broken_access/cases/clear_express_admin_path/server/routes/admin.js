const express = require("express");
const { requireAuth } = require("../auth");
const { Product } = require("../models");
const validate = require("../validate");

const router = express.Router();

function requireAdmin(req, res, next) {
  if (req.user.role !== "admin") return res.status(403).json({ message: "Not yours" });
  next();
}

router.post("/products", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { title } = await validate.note.validateAsync(req.body);
    res.status(201).json(await Product.create({ name: title }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
