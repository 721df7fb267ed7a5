const fs = require("fs");
const path = require("path");
const express = require("express");
const multer = require("multer");

const router = express.Router();
const upload = multer({ dest: "uploads/", limits: { fileSize: 1_000_000 } });

router.post("/pictures", upload.single("picture"), (req, res) => {
  if (!req.file.mimetype.startsWith("image/")) {
    fs.unlinkSync(path.join("uploads", path.basename(String(req.body.name))));
    return res.status(400).json({ message: "A picture, please" });
  }
  res.status(201).json({ size: req.file.size });
});

module.exports = router;
