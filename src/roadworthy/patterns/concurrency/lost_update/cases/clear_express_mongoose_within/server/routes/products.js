const express = require("express");
const { requireAuth } = require("../auth");
const Hall = require("../models/hall");

const router = express.Router();

router.use(requireAuth);

router.post("/:id/seats/:seat", async (req, res, next) => {
  try {
    const free = { _id: req.params.id, seats: { $elemMatch: { _id: req.params.seat, status: "free" } } };
    const taken = await Hall.updateOne(free, { $set: { "seats.$.status": "taken" } });
    if (taken.modifiedCount === 0) return res.status(409).json({ message: "Taken" });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
