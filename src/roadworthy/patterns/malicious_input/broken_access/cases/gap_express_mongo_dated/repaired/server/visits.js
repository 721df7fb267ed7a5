const express = require("express");
const { requireAuth } = require("./auth");
const input = require("./input");
const { Visit } = require("./models");

const router = express.Router();

router.use(requireAuth);

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const visit = await Visit.findOne({ _id: id, user: req.user.id });
    if (!visit) return res.status(404).json({ message: "Visit not found" });
    res.json(visit);
  } catch (error) {
    next(error);
  }
});

module.exports = router;
