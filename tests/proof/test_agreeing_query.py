"""A view that shows and does several things goes by a word of the query string."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import Endpoint
from roadworthy.audit import audit_folder
from roadworthy.proof.agreeing_query import agreeing_query, of_first_choice, stated_in_query, wanted_in_query

APP = """
from flask import Flask, redirect, render_template, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///notes.db"
db = SQLAlchemy(app)


class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)


class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route("/desk")
def desk():
    section = request.args.get("section")
    shown = {}
    if section in ("all", "some"):
        shown["notes"] = Note.query.all()
    elif section == "tags":
        shown["tags"] = Tag.query.all()
    return render_template("desk.html", shown=shown)


@app.route("/search")
def search():
    q = request.args.get("q")
    found = Note.query.filter_by(title=q).all() if q else Note.query.all()
    return render_template("desk.html", shown=found)


@app.route("/front")
def front():
    section = request.args.get("section")
    if section is None:
        shown = Note.query.all()
    else:
        shown = Tag.query.all()
    return render_template("desk.html", shown=shown)
"""


def endpoint(tmp_path: Path, subject: str) -> Endpoint:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "requirements.txt").write_text("flask\nflask-sqlalchemy\n")
    found = audit_folder(tmp_path).app.endpoint(subject)
    assert found is not None
    return found


def test_what_is_looked_at_is_asked_for_by_its_word(tmp_path: Path) -> None:
    notes, tags = endpoint(tmp_path, "GET /desk").queries
    assert stated_in_query(notes.facts) == {"section": "all"}
    assert agreeing_query({"section": "Example text", "page": 2}, tags.facts) == {
        "section": "tags",
        "page": 2,
    }
    assert agreeing_query({"section": "all"}, tags.facts) == {"section": "tags"}


def test_where_nothing_says_which_the_first_is_asked_for(tmp_path: Path) -> None:
    desk, front = endpoint(tmp_path, "GET /desk"), endpoint(tmp_path, "GET /front")
    assert agreeing_query({"section": "Example text"}, of_first_choice(desk)) == {"section": "all"}
    assert agreeing_query({"section": "Example text"}, of_first_choice(front)) == {}


def test_a_word_that_only_narrows_a_list_stays_as_it_is(tmp_path: Path) -> None:
    search = endpoint(tmp_path, "GET /search")
    assert of_first_choice(search) == ()
    # And where there are rows only for a word, it is sent along.
    assert [wanted_in_query(one.facts) for one in search.queries] == [{"q"}, set()]
