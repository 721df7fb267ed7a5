"""An uploader waits as long as its own language's package does."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.failures.patience import patience
from tests.frameworks.app_text import written

IN_PYTHON = """
import cloudinary.uploader
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/pictures")
def pictures(file: UploadFile):
    return cloudinary.uploader.upload(file.file)["secure_url"]
"""
IN_NODE = """
import express from "express";
import { v2 as cloudinary } from "cloudinary";

const app = express();
app.post("/pictures", async (req, res) => {
  const stored = await cloudinary.uploader.upload(req.body.file);
  res.json({ url: stored.secure_url });
});
app.listen(3000);
"""


@pytest.mark.parametrize(
    ("name", "text", "seconds"), [("main.py", IN_PYTHON, None), ("main.js", IN_NODE, 60.0)]
)
def test_python_s_waits_for_ever(tmp_path: Path, name: str, text: str, seconds: float | None) -> None:
    app = written(tmp_path, {name: text})
    (call,) = app.endpoint("POST /pictures").services  # type: ignore[union-attr]
    assert patience(call).seconds == seconds
