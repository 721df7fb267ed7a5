const crypto = require("node:crypto");
const express = require("express");
const multer = require("multer");
const { z } = require("zod");
const { requireAuth } = require("./auth");
const { Attachment } = require("./models");

const router = express.Router();
const ENDINGS = { "application/pdf": ".pdf", "image/png": ".png" };
const storage = multer.diskStorage({
  destination: "uploads/",
  filename: (req, file, done) => done(null, `${crypto.randomUUID()}${ENDINGS[file.mimetype]}`),
});
const fileFilter = (req, file, done) => done(null, file.mimetype in ENDINGS);
const upload = multer({ storage, fileFilter, limits: { fileSize: 2_000_000, files: 1 } });
const fields = z.object({ subject: z.string().trim().min(1).max(120), about: z.string().regex(/^[0-9a-f]{24}$/) });

router.post("/", requireAuth, upload.single("paper"), async (req, res, next) => {
  try {
    if (!req.file) return res.status(400).json({ message: "A PDF or a PNG, please" });
    const { subject, about } = fields.parse(req.body);
    const attachment = await Attachment.create({ user: req.user.id, subject, about, file: req.file.filename });
    res.status(201).json({ id: attachment._id });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
