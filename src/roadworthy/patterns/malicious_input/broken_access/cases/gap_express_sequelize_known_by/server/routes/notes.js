const express = require("express");
const { requireAuth } = require("../auth");
const { Note, Visit } = require("../models");
const validate = require("../validate");

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

router.get("/visits", async (req, res, next) => {
  try {
    res.json(await Visit.findAll({ where: { patientEmail: req.user.email }, order: [["id", "DESC"]], limit: 50 }));
  } catch (error) {
    next(error);
  }
});

router.delete("/visits/:id", async (req, res, next) => {
  try {
    await Visit.destroy({ where: { id: req.params.id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
