"""An async Express 4 handler whose failures nobody answers."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App
from roadworthy.edits.apply import changed
from roadworthy.edits.express_catch import answer_failures, failure_is_answered
from roadworthy.frameworks.build import build_app

SERVER = """import express from "express";
const app = express();
const handler = (run) => (req, res, next) => { run(req, res, next).catch(next); };
app.get("/bare", async (req, res) => {
  const answer = await fetch("https://x.test/a");
  const text = `two
lines`;

  res.json({ text, found: await answer.json() });
});
app.get("/wrapped", handler(async (req, res) => {
  res.json(await (await fetch("https://x.test/b")).json());
}));
app.get("/caught", async (req, res) => {
  try {
    res.json(await (await fetch("https://x.test/c")).json());
  } catch (error) {
    res.status(502).json({});
  }
});
"""


def small_app(root: Path, version: str = "^4.21.0") -> App:
    (root / "package.json").write_text(
        '{"name": "small", "type": "module", "dependencies": {"express": "' + version + '"}}'
    )
    (root / "index.js").write_text(SERVER)
    return build_app(root)


def answered(app: App) -> dict[str, bool]:
    return {e.path: failure_is_answered(app, e, e.services[0]) for e in app.endpoints}


def test_only_the_bare_handler_ends_the_process(tmp_path: Path) -> None:
    assert answered(small_app(tmp_path)) == {"/bare": False, "/wrapped": True, "/caught": True}


def test_express_5_answers_by_itself(tmp_path: Path) -> None:
    assert all(answered(small_app(tmp_path, "^5.0.0")).values())


def test_the_statements_move_into_a_try_and_texts_stay_as_they_are(tmp_path: Path) -> None:
    app = small_app(tmp_path)
    endpoint = next(e for e in app.endpoints if e.path == "/bare")
    text = changed(app.read("index.js"), answer_failures(app, endpoint, "Try again")).decode()
    assert (
        '  try {\n    const answer = await fetch("https://x.test/a");\n    const text = `two\nlines`;\n\n'
        in text
    )
    assert "  } catch (error) {\n" in text
    assert 'if (!res.headersSent) res.status(503).json({ message: "Try again" });' in text
