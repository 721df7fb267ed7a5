const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const User = require("../models/user");

const router = express.Router();

router.put(
  "/people/:id",
  requireAuth,
  asyncHandler(async (req, res) => {
    let data = await User.updateOne({ _id: req.params.id }, { $set: { email: String(req.body.email).slice(0, 254) } });
    if (data.modifiedCount > 0) {
      data = await User.findById(req.params.id, { password: 0 });
    }
    const roles = await User.distinct("role", {}, { collation: { locale: "en", strength: 2 } });
    res.json({ data, roles });
  }),
);

module.exports = router;
