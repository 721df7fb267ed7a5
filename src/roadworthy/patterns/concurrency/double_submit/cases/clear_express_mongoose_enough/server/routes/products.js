const express = require("express");
const mongoose = require("mongoose");
const { requireAuth } = require("../auth");

const Parcel = mongoose.model(
  "Parcel",
  new mongoose.Schema({ left: { type: Number, required: true, min: 0 }, given: { type: Boolean, required: true } }),
);
const Pickup = mongoose.model(
  "Pickup",
  new mongoose.Schema({ parcel: { type: mongoose.Types.ObjectId, required: true }, number: { type: Number, min: 1, max: 50 } }),
);

const router = express.Router();

router.use(requireAuth);

router.post("/:id/pickups", async (req, res, next) => {
  try {
    const number = Number(req.body.number);
    if (!Number.isInteger(number) || number < 1 || number > 50) return res.status(400).json({ message: "How many?" });
    const parcel = await Parcel.findOneAndUpdate({ _id: req.params.id, given: false }, { given: true });
    if (!parcel) return res.status(409).json({ message: "Nothing left" });
    res.status(201).json(await Pickup.create({ parcel: parcel._id, number }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
