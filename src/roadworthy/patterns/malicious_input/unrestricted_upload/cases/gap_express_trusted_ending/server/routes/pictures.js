const path = require("node:path");
const express = require("express");
const multer = require("multer");
const { requireAuth } = require("../auth");

const router = express.Router();
const ENDINGS = { "image/png": ".png", "image/jpeg": ".jpg" };
const storage = multer.diskStorage({
  destination: (req, file, done) => done(null, "uploads/"),
  filename: (req, file, done) => done(null, `${Date.now()}${path.extname(file.originalname)}`),
});
const fileFilter = (req, file, done) => done(null, file.mimetype in ENDINGS);
const upload = multer({ storage, fileFilter, limits: { fileSize: 1_000_000, files: 1 } });

router.post("/", requireAuth, upload.single("picture"), (req, res) => {
  res.status(201).json({ picture: `/uploads/${req.file.filename}` });
});

module.exports = router;
