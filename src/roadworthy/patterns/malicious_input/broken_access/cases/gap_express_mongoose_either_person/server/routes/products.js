const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Visit = require("../models/visit");

const router = express.Router();

router.get(
  "/visits/:id",
  requireAuth,
  asyncHandler(async (req, res) => {
    const visit = await Visit.findById(req.params.id);
    if (!visit) return res.status(404).json({ message: "Visit not found" });
    if (![visit.patient.toString(), visit.doctor.toString()].includes(req.query.as)) return res.status(403).json({ message: "Not your visit" });
    res.json(visit);
  }),
);

module.exports = router;
