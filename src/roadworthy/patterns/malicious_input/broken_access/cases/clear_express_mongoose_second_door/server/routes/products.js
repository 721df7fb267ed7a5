const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Enquiry = require("../models/enquiry");

const router = express.Router();

function requireStaff(req, res, next) {
  if (req.user.role !== "admin") return res.status(403).json({ message: "Staff only" });
  next();
}

router.post(
  "/enquiries",
  requireAuth,
  requireStaff,
  asyncHandler(async (req, res) => {
    const made = await Enquiry.create({ name: req.body.name, keeper: req.user.id });
    res.status(201).json({ id: made.id });
  }),
);

router.post(
  "/ask",
  asyncHandler(async (req, res) => {
    const made = await Enquiry.create({ name: req.body.name });
    res.status(201).json({ id: made.id });
  }),
);

module.exports = router;
