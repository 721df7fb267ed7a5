"""The field in which an upload's file travels, as the route's own parser calls it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.build import build_app
from roadworthy.proof.uploaded_files import field_of

PARSER = """const multer = require("multer");
const upload = multer({ dest: "files" });
const onePicture = upload.single("picture");
const manyPictures = upload.array("pictures", 5);
module.exports = { upload, onePicture, manyPictures };
"""
SERVER = """const express = require("express");
const { upload, onePicture, manyPictures } = require("./parser");
const app = express();
const router = express.Router();
const keep = (req, res) => res.json({ kept: req.file });
router
  .route("/people")
  .get((req, res) => res.json([]))
  .post(upload.single("face"), keep)
  .put(upload.single("portrait"), keep);
router.post("/things", manyPictures, keep);
app.use(router);
app.listen(3000);
"""


def test_each_route_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"express": "5", "multer": "2"}}')
    (tmp_path / "parser.js").write_text(PARSER)
    (tmp_path / "server.js").write_text(SERVER)
    app = build_app(tmp_path)
    found = {
        endpoint.subject: field_of(app, endpoint) for endpoint in app.endpoints if endpoint.method != "GET"
    }
    assert found == {"POST /people": "face", "PUT /people": "portrait", "POST /things": "pictures"}
