const multer = require("multer");
const express = require("express");
const { requireAuth } = require("../auth");
const { Note } = require("../models");
const validate = require("../validate");

const upload = multer({ dest: "uploads/", limits: { fileSize: 2_000_000, files: 1 } });
const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await Note.findAll({ where: { userId: req.user.id }, order: [["createdAt", "DESC"]], limit: 50 }));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const note = await Note.findOne({ where: { id: req.params.id, userId: req.user.id } });
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
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

router.post("/applications", upload.single("resume"), async (req, res, next) => {
  try {
    const { title, attempt } = await validate.note.validateAsync(req.body);
    res.status(201).json(await Note.create({ userId: req.user.id, title, attempt, resume: req.file.filename }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
