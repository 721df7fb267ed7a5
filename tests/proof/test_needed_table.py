"""A read is made to fail by a table that it needs, be its list empty."""

from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder
from roadworthy.proof.failing import needed_table

APP = """
from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///notes.db"
db = SQLAlchemy(app)


class Author(db.Model):
    __tablename__ = "authors"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))


class Note(db.Model):
    __tablename__ = "notes"
    id = db.Column(db.Integer, primary_key=True)
    author_id = db.Column(db.Integer, db.ForeignKey("authors.id"))


@app.get("/notes")
def notes():
    shown = []
    for note in Note.query.all():
        author = Author.query.filter_by(id=note.author_id).first()
        shown.append({"id": note.id, "by": author.name})
    return jsonify(shown)
"""


def test_what_is_asked_for_each_row_is_not_what_a_list_needs(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "requirements.txt").write_text("flask\nflask-sqlalchemy\n")
    endpoint = audit_folder(tmp_path).app.endpoint("GET /notes")
    assert endpoint is not None
    assert needed_table(endpoint, ["authors", "notes"]) == "notes"
    assert needed_table(endpoint, ["authors"]) == "authors"
    assert needed_table(endpoint, []) == ""
