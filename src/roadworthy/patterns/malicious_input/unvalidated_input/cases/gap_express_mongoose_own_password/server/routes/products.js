const express = require("express");
const User = require("../models/user");

const router = express.Router();

router.post("/join", async (req, res, next) => {
  try {
    const user = new User(req.body);
    await user.save();
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
