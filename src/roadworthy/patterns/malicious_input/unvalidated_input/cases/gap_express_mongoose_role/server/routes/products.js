const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const User = require("../models/user");

const router = express.Router();

router.put(
  "/people/:id",
  requireAuth,
  asyncHandler(async (req, res) => {
    const asking = await User.findById(req.user.id);
    const person = await User.findById(req.params.id);
    if (!asking || !person) return res.status(404).json({ message: "Nobody of this number" });
    if (asking.role !== "admin" && asking.id !== person.id) return res.status(403).json({ message: "Not yours" });
    if (req.body.role !== undefined) {
      person.role = req.body.role;
    }
    await person.save();
    res.status(204).end();
  }),
);

module.exports = router;
