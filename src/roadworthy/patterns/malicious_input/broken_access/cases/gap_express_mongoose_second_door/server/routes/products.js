const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Dish = require("../models/dish");

const router = express.Router();

function requireStaff(req, res, next) {
  if (req.user.role !== "admin") return res.status(403).json({ message: "Staff only" });
  next();
}

router.post(
  "/dishes",
  requireAuth,
  requireStaff,
  asyncHandler(async (req, res) => {
    const made = await Dish.create({ name: req.body.name, keeper: req.user.id });
    res.status(201).json({ id: made.id });
  }),
);

router.post(
  "/import",
  asyncHandler(async (req, res) => {
    const made = await Dish.create({ name: req.body.name });
    res.status(201).json({ id: made.id });
  }),
);

module.exports = router;
