const express = require("express");
const { requireAuth } = require("./auth");
const { db } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", (req, res, next) => {
  try {
    res.json(db.prepare("SELECT id, title, reference FROM notes WHERE user_id = ? ORDER BY id DESC LIMIT 50").all(req.user.id));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const note = db.prepare("SELECT id, title, reference FROM notes WHERE id = ? AND user_id = ?").get(id, req.user.id);
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

router.post("/", (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    const made = db.prepare("INSERT INTO notes (user_id, title, reference) VALUES (?, ?, ?)").run(req.user.id, title, reference);
    res.status(201).json({ id: made.lastInsertRowid, title, reference });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
