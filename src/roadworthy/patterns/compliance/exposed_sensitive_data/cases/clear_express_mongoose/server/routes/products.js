const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const User = require("../models/user");

const router = express.Router();

router.put(
  "/people/:id",
  requireAuth,
  asyncHandler(async (req, res) => {
    const person = await User.findById(req.params.id);
    if (!person) return res.status(404).json({ message: "Nobody of this number" });
    person.email = String(req.body.email).slice(0, 254);
    await person.save();
    const shown = person.toObject();
    delete shown.password;
    res.json(shown);
  }),
);

module.exports = router;
