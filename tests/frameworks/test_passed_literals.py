"""A literal that the app hands to its own function decides which way that goes; a constant that somebody may set does not."""

from __future__ import annotations

from pathlib import Path

from app_text import written
from python_app import only

MAIN = """
import sqlite3

from flask import Flask, redirect, render_template, request

app = Flask(__name__)
KIND = "import"


def save(kind, dry=True):
    if kind == "add":
        sqlite3.connect("a.db").execute("INSERT INTO chapters (name) VALUES (?)", (request.form["name"],))
    if dry:
        return render_template("a.html")
    sqlite3.connect("a.db").execute("DELETE FROM chapters")


@app.get("/form")
def form():
    return save("show", dry=True)


@app.post("/form")
def add():
    return save(kind="add", dry=False)


@app.post("/import")
def imported():
    return save(KIND)
"""


def test_what_is_written_out_at_a_call_goes_one_way(tmp_path: Path) -> None:
    app = written(tmp_path, {"main.py": MAIN, "requirements.txt": "flask"})
    assert [query.operation for query in only(app, "GET /form").queries] == []
    assert [query.operation for query in only(app, "POST /form").queries] == ["insert", "delete"]


def test_a_constant_of_the_module_may_be_another(tmp_path: Path) -> None:
    app = written(tmp_path, {"main.py": MAIN, "requirements.txt": "flask"})
    assert "insert" in [query.operation for query in only(app, "POST /import").queries]
