const express = require("express");
const User = require("../models/user");

const router = express.Router();

router.post("/join", (req, res) => {
  const { username, password } = req.body;
  if (typeof username !== "string" || !/^[a-z0-9-]{3,40}$/.test(username)) return res.status(400).json({ message: "Please choose another name" });
  User.register(new User({ username }), String(password), (error) => {
    if (error) return res.status(400).json({ message: "This name cannot be used" });
    res.status(201).end();
  });
});

module.exports = router;
