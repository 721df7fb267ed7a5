const express = require("express");
const { requireAuth } = require("./auth");
const { and, desc, eq } = require("drizzle-orm");
const { db } = require("./database");
const { notes } = require("./schema");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await db.select().from(notes).where(eq(notes.userId, req.user.id)).orderBy(desc(notes.id)).limit(50));
  } catch (error) {
    next(error);
  }
});

router.get("/:id", async (req, res, next) => {
  try {
    const id = input.id.parse(req.params.id);
    const [note] = await db.select().from(notes).where(and(eq(notes.id, id), eq(notes.userId, req.user.id)));
    if (!note) return res.status(404).json({ message: "Note not found" });
    res.json(note);
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { title, reference } = input.note.parse(req.body);
    const [made] = await db.insert(notes).values({ userId: req.user.id, title, reference });
    res.status(201).json({ id: made.insertId, title, reference });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
