"""A leak is shown by requests that come to it, and not by those that leak elsewhere."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App
from roadworthy.audit import audit_folder
from roadworthy.patterns.error_recovery.swallowed_errors.leaking import come_by
from roadworthy.patterns.error_recovery.swallowed_errors.places import places

APP = """
from flask import Flask, flash, jsonify
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///notes.db"
db = SQLAlchemy(app)
{handler}

class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.get("/notes")
def notes():
    return jsonify([note.id for note in Note.query.all()])


@app.get("/count")
def count():
    try:
        return jsonify(Note.query.count())
    except Exception as error:
        return jsonify(error=str(error)), 500
"""
DESK = """
from flask import flash
from flask_admin.contrib.sqla import ModelView

from app import db


class NoteView(ModelView):
    def create_model(self, form):
        try:
            db.session.commit()
        except Exception as error:
            flash("Failed. %s" % str(error), "error")
            return False
"""
HANDLER = """

@app.errorhandler(Exception)
def failed(error):
    return jsonify(error=str(error)), 500
"""


def tried(folder: Path, handler: str) -> dict[str, list[str]]:
    """For each leak that no endpoint has to itself, whose requests show it."""
    (folder / "app.py").write_text(APP.replace("{handler}", handler))
    (folder / "desk.py").write_text(DESK)
    (folder / "requirements.txt").write_text("flask\nflask-admin\nflask-sqlalchemy\n")
    app: App = audit_folder(folder).app
    leaks = [place for place in places(app) if place.kind == "leak" and place.owner.endpoint is None]
    return {place.owner.subject: [one.subject for one in come_by(app, place)] for place in leaks}


def test_what_a_library_calls_by_itself_is_shown_by_nobody_s_request(tmp_path: Path) -> None:
    assert tried(tmp_path, "") == {"NoteView": []}


def test_a_handler_for_all_is_shown_by_those_that_catch_nothing_themselves(tmp_path: Path) -> None:
    assert tried(tmp_path, HANDLER)["failed"] == ["GET /notes"]
