"""What must hold where a request is to get to, put into its body."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import Endpoint
from roadworthy.audit import audit_folder
from roadworthy.proof.agreeing import agreeing, pressed
from roadworthy.proof.body_places import as_sent
from roadworthy.proof.valid_request import asks_who_sends

APP = """
from flask import Flask, redirect, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///notes.db"
db = SQLAlchemy(app)


class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)


@app.post("/notes")
def change():
    if "keep" in request.form:
        db.session.add(Note(title=request.form.get("title")))
        db.session.commit()
    elif "drop" in request.form:
        Note.query.filter_by(id=request.form.get("drop")).delete()
        db.session.commit()
    return redirect("/")


@app.post("/find")
def find():
    if "look" in request.form:
        found = Note.query.filter_by(title=request.form.get("title")).first()
        return {"id": found.id}
    return redirect("/")
"""


def endpoint(tmp_path: Path, subject: str) -> Endpoint:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "requirements.txt").write_text("flask\nflask-sqlalchemy\n")
    found = audit_folder(tmp_path).app.endpoint(subject)
    assert found is not None
    return found


def test_of_several_buttons_the_one_is_pressed_that_does_what_is_looked_at(tmp_path: Path) -> None:
    notes = endpoint(tmp_path, "POST /notes")
    added, dropped = (next(q for q in notes.queries if q.operation == kind) for kind in ("insert", "delete"))
    whole = {"title": "Tea", "drop": 7}
    assert agreeing(whole, added.facts) == {"title": "Tea", "drop": 7, "keep": "on"}
    assert agreeing({**whole, "keep": "on"}, dropped.facts) == whole


def test_without_a_place_to_get_to_the_first_work_of_the_endpoint_is_done(tmp_path: Path) -> None:
    assert pressed(endpoint(tmp_path, "POST /notes")) == {"keep": "on"}


def test_a_search_by_the_form_is_work_enough(tmp_path: Path) -> None:
    assert pressed(endpoint(tmp_path, "POST /find")) == {"look": "on"}


LISTED = """
import express from "express";
import pg from "pg";
const pool = new pg.Pool();
const app = express();
app.use(express.json());
app.post("/notes", async (req, res) => {
  for (const note of req.body) {
    if (note.kind === "kept") await pool.query("INSERT INTO notes (title) VALUES ($1)", [note.title]);
  }
  res.json({ done: true });
});
app.listen(3000);
"""


def test_a_body_that_is_gone_through_travels_as_a_list_of_one(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(LISTED)
    (tmp_path / "package.json").write_text('{"type": "module", "dependencies": {"express": "4", "pg": "8"}}')
    notes = audit_folder(tmp_path).app.endpoint("POST /notes")
    assert notes is not None
    made = agreeing({"title": "Tea", "kind": "new"}, notes.queries[0].facts)
    assert as_sent(notes, made) == [{"title": "Tea", "kind": "kept"}]


UNASKED = """
import express from "express";
import session from "express-session";
import pg from "pg";
const pool = new pg.Pool();
const app = express();
app.use(express.json(), session({ secret: process.env.SESSION_SECRET }));
app.post("/notes", async (req, res) => {
  await pool.query("INSERT INTO notes (user_id, title) VALUES ($1, $2)", [req.session.userId, req.body.title]);
  res.json({ done: true });
});
app.post("/mail", async (req, res) => {
  await pool.query("INSERT INTO mail (text) VALUES ($1)", [req.body.text]);
  res.json({ done: true });
});
app.listen(3000);
"""


def test_whoever_writes_rows_of_their_own_is_somebody_though_nobody_asks(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(UNASKED)
    packages = '{"express": "4", "express-session": "1", "pg": "8"}'
    (tmp_path / "package.json").write_text(f'{{"type": "module", "dependencies": {packages}}}')
    app = audit_folder(tmp_path).app
    asked = {subject: app.endpoint(subject) for subject in ("POST /notes", "POST /mail")}
    assert {name: one is not None and asks_who_sends(one) for name, one in asked.items()} == {
        "POST /notes": True,
        "POST /mail": False,
    }
