const crypto = require("crypto");
const express = require("express");
const Note = require("../models/note");

const router = express.Router();

function isSigned(req) {
  const given = Buffer.from(req.get("x-signature") ?? "", "hex");
  const wanted = crypto.createHmac("sha256", process.env.HOOK_SECRET).update(req.rawBody).digest();
  return given.length === wanted.length && crypto.timingSafeEqual(given, wanted);
}

router.post("/webhook", async (req, res, next) => {
  try {
    if (!isSigned(req)) return res.status(401).json({ error: "unsigned" });
    const note = await Note.findOne({ title: req.body.note.title });
    if (note) await Note.updateOne({ _id: note._id }, { body: "paid" });
    res.json({ received: true });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
