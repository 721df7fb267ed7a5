const express = require("express");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const User = require("../models/user");

const router = express.Router();
const BATCH = 500;

router.use(requireAuth);

router.post("/announce", async (req, res, next) => {
  try {
    const people = await User.find({}, "_id").lean();
    for (let i = 0; i < people.length; i += BATCH) {
      const batch = people.slice(i, i + BATCH);
      await Note.insertMany(batch.map((one) => ({ user: one._id, title: "News", attempt: String(one._id) })));
    }
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
