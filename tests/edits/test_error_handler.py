"""An Express error handler that throws again after its answer, as a common template has it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.edits.apply import changed
from roadworthy.edits.error_handler import let_answers_through
from roadworthy.frameworks.build import build_app

THROWS = """import express from "express";
const app = express();
app.use((err, _req, res, _next) => {
  res.status(err.status || 500).json({ message: err.message });
  throw err;
});
"""
PASSES_ON = THROWS.replace("  throw err;\n", "").replace(
    "_next) => {\n", "_next) => {\n  if (res.headersSent) throw err;\n"
)


def edited(root: Path, text: str) -> str:
    (root / "package.json").write_text('{"name": "small", "type": "module"}')
    (root / "index.js").write_text(text)
    changes = let_answers_through(build_app(root))
    return changed(text.encode(), changes).decode() if changes else text


def test_the_error_is_logged_instead(tmp_path: Path) -> None:
    assert edited(tmp_path, THROWS) == THROWS.replace("throw err;", "console.error(err);")


def test_an_error_that_is_thrown_when_nothing_was_answered_stays(tmp_path: Path) -> None:
    assert edited(tmp_path, PASSES_ON) == PASSES_ON


def test_without_semicolons_too(tmp_path: Path) -> None:
    text = THROWS.replace(";", "")
    assert "  console.error(err)\n})" in edited(tmp_path, text)
