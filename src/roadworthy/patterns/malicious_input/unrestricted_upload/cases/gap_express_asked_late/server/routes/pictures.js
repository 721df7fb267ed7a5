const path = require("node:path");
const { randomUUID } = require("node:crypto");
const express = require("express");
const multer = require("multer");
const { requireAuth } = require("../auth");

const router = express.Router();
const ENDINGS = { "image/png": ".png", "image/jpeg": ".jpg" };
const uploadDir = path.join(process.cwd(), "uploads");
const storage = multer.diskStorage({
  destination: uploadDir,
  filename: (req, file, done) => done(null, `${randomUUID()}${ENDINGS[file.mimetype]}`),
});
const fileFilter = (req, file, done) => done(null, file.mimetype in ENDINGS);
const upload = multer({ storage, fileFilter, limits: { fileSize: 1_000_000, files: 1 } });

router.post("/", upload.single("picture"), requireAuth, (req, res) => {
  res.status(201).json({ picture: req.file.filename });
});

module.exports = router;
