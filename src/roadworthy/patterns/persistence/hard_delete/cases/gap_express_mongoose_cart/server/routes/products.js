const express = require("express");
const { requireAuth } = require("../auth");
const Item = require("../models/item");

const router = express.Router();

router.use(requireAuth);

router.post("/order", async (req, res, next) => {
  try {
    await Item.deleteMany({ user: req.user.id });
    res.json({ done: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
