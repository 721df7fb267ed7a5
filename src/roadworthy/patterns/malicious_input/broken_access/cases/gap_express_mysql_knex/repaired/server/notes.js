const express = require("express");
const { requireAuth } = require("./auth");
const { db } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await db("notes").where({ user_id: req.user.id }).orderBy("id", "desc").limit(50));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const note = await db("notes").where({ id, user_id: req.user.id }).first();
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    const [made] = await db("notes").insert({ user_id: req.user.id, title, reference });
    res.status(201).json({ id: made, title, reference });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
