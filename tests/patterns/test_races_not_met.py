"""What tries in which nothing was lost say of a race: nothing, as long as the source allows it and nobody saw requests meet."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roadworthy.audit import audit_folder
from roadworthy.patterns.concurrency.lost_update.meeting import kept_apart
from roadworthy.proof import Experiment
from roadworthy.trial.sqlite_database import SqliteDatabase

MODELS = """
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///places.db"
db = SQLAlchemy(app)


class Place(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    free = db.Column(db.Integer, nullable=False)


@app.post("/places/<int:place_id>/take")
def take(place_id):
"""
ASKED_FIRST = """    place = Place.query.get(place_id)
    if place.free < 1:
        return {"error": "full"}, 409
    place.free = place.free - 1
    db.session.commit()
    return {}
"""
IN_ONE = """    taken = Place.query.filter(Place.id == place_id, Place.free > 0).update({"free": Place.free - 1})
    db.session.commit()
    return ({}, 200) if taken else ({"error": "full"}, 409)
"""


def why_not(tmp_path: Path, body: str) -> str:
    (tmp_path / "app.py").write_text(MODELS + body)
    (tmp_path / "requirements.txt").write_text("flask\nflask-sqlalchemy\n")
    app = audit_folder(tmp_path).app
    database = SqliteDatabase(tmp_path / "places.db", tmp_path / "kept")
    trial: Any = SimpleNamespace(database=database)
    return kept_apart(Experiment(trial, "no place is taken twice"), app, app.endpoints[0], [], ["place"])


def test_over_sqlite_tries_that_did_not_meet_clear_nothing(tmp_path: Path) -> None:
    assert "sqlite does not tell who waits" in why_not(tmp_path, ASKED_FIRST)


def test_a_source_that_lets_nobody_come_between_is_cleared_by_them(tmp_path: Path) -> None:
    assert why_not(tmp_path, IN_ONE) == ""
