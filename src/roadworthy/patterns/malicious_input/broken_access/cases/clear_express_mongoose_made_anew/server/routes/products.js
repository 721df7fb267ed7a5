const fs = require("fs");
const path = require("path");
const express = require("express");

const router = express.Router();

router.get("/sheets/:name", (req, res) => {
  const sheet = path.join("sheets", path.basename(req.params.name));
  if (fs.existsSync(sheet)) {
    fs.unlinkSync(sheet);
  }
  fs.writeFileSync(sheet, "name;price\n");
  res.download(sheet);
});

module.exports = router;
