const express = require("express");
const { requireAuth } = require("../auth");
const Hall = require("../models/hall");

const router = express.Router();

router.use(requireAuth);

router.post("/:id/seats/:seat", async (req, res, next) => {
  try {
    const hall = await Hall.findById(req.params.id);
    const seat = hall && hall.seats.id(req.params.seat);
    if (!seat) return res.status(404).json({ message: "No such seat" });
    if (seat.status === "taken") return res.status(409).json({ message: "Taken" });
    seat.status = "taken";
    await hall.save();
    res.json(seat);
  } catch (error) {
    next(error);
  }
});

module.exports = router;
