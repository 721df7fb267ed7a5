"""What a query string leaves out: parameters that only narrow down what is found."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from roadworthy.frameworks.build import build_app
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.valid_request import query_string

LISTS = """
const express = require("express");
const mongoose = require("mongoose");
const app = express();
const Area = mongoose.model("areas", new mongoose.Schema({ title: String, type: String, town: String }));
app.get("/areas", async (req, res) => {
  const match = { town: req.query.town };
  if (req.query.type) match.type = req.query.type;
  if (req.query.title) match.title = new RegExp(req.query.title, "i");
  res.json(await Area.find(match));
});
app.listen(3000);
"""


def test_a_filter_that_may_be_left_out_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(LISTS)
    (tmp_path / "package.json").write_text('{"dependencies": {"express": "4", "mongoose": "8"}}')
    app = build_app(tmp_path)
    (endpoint,) = app.endpoints
    arrangement = cast(Arrangement, SimpleNamespace(app=app))
    assert query_string(arrangement, endpoint, ()) == "?town=Example+text"
