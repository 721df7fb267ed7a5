const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Student = require("../models/student");

const router = express.Router();

router.get(
  "/students",
  requireAuth,
  asyncHandler(async (req, res) => {
    res.json(await Student.find({}).sort("_id").limit(50).lean());
  }),
);

router.get(
  "/best",
  requireAuth,
  asyncHandler(async (req, res) => {
    res.json(await Student.find({}).sort("-score").limit(10).lean());
  }),
);

module.exports = router;
