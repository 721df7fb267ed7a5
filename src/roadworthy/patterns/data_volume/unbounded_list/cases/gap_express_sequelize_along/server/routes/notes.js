const express = require("express");
const { requireAuth } = require("../auth");
const { Note, User } = require("../models");
const validate = require("../validate");

const router = express.Router();

router.use(requireAuth);

router.get("/writer", async (req, res, next) => {
  try {
    const include = [{ model: Note, attributes: ["id", "title"] }];
    const writer = await User.findByPk(req.user.id, { attributes: ["id", "email"], include });
    if (!writer) return res.status(404).json({ message: "Nobody" });
    res.json(writer);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, attempt } = await validate.note.validateAsync(req.body);
    res.status(201).json(await Note.create({ userId: req.user.id, title, attempt }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
