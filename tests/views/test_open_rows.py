"""Rows that are there for everybody, and rows that are nobody else's."""

from __future__ import annotations

from pathlib import Path

from roadworthy.patterns.malicious_input.broken_access.detect import detect
from tests.frameworks.app_text import written

APP = """
from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required
from flask_sqlalchemy import SQLAlchemy
from functools import wraps

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    role = db.Column(db.String(20))


class News(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))
    is_active = db.Column(db.Boolean, default=True)
    created_by_id = db.Column(db.Integer, db.ForeignKey("user.id"))


class Popup(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    ip_address = db.Column(db.String(45))
    closed = db.Column(db.Boolean)


@app.get("/news")
@login_required
def news():
    rows = News.query.FILTERall()
    return jsonify([{"title": row.title, "by": row.created_by_id} for row in rows])


@app.post("/news")
@login_required
def add():
    GUARD
    db.session.add(News(title=request.form["title"][:80], created_by_id=current_user.id))
    db.session.commit()
    return "", 201


@app.post("/popup")
def close():
    popup = Popup.query.filter_by(ip_address=request.headers.get("X-Forwarded-For")).first()
    popup.closed = True
    db.session.commit()
    return "", 204
"""
ROLE = 'if current_user.role != "admin":\n        return "", 403'


def open_subjects(folder: Path, *, shown: str, guard: str) -> set[str]:
    app = written(folder, {"app.py": APP.replace("FILTER", shown).replace("GUARD", guard)})
    return {verdict.subject for verdict in detect(app) if verdict.verdict == "gap"}


def test_what_staff_put_up_is_for_everybody(tmp_path: Path) -> None:
    up = "filter_by(is_active=True)."
    assert "GET /news" not in open_subjects(tmp_path / "a", shown=up, guard=ROLE)
    assert "GET /news" in open_subjects(tmp_path / "b", shown=up, guard="")
    assert "GET /news" in open_subjects(tmp_path / "c", shown="", guard=ROLE)


def test_the_row_of_the_address_one_comes_from_is_ones_own(tmp_path: Path) -> None:
    assert "POST /popup" not in open_subjects(tmp_path, shown="", guard=ROLE)


DESIGNS = """
from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)


class Design(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.Text)
    author_id = db.Column(db.Integer, db.ForeignKey("user.id"))


class DesignLike(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    design_id = db.Column(db.Integer, db.ForeignKey("design.id"))
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


@app.get("/designs")
@login_required
def designs():
    return jsonify([{"id": row.id, "text": row.text} for row in Design.query.limit(20).all()])


@app.post("/designs/<int:design_id>/like")
@login_required
def like(design_id):
    db.session.add(DesignLike(design_id=DESIGN, user_id=current_user.id))
    db.session.commit()
    return "", 201
"""


def test_what_anyone_may_like_is_shown_to_all_members(tmp_path: Path) -> None:
    def told(name: str, design: str) -> set[str]:
        app = written(tmp_path / name, {"app.py": DESIGNS.replace("DESIGN,", f"{design},")})
        return {verdict.subject for verdict in detect(app) if verdict.verdict == "gap"}

    assert "GET /designs" not in told("a", "design_id")
    mine = "Design.query.filter_by(author_id=current_user.id).first().id"
    assert "GET /designs" in told("b", mine)


BOOKING = """
from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)


class Doctor(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    room = db.Column(db.String(20))
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"), unique=True)


class Appointment(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    doctor_id = db.Column(db.Integer, db.ForeignKey("doctor.id"))
    patient_id = db.Column(db.Integer, db.ForeignKey("user.id"))


@app.get("/doctors")
@login_required
def doctors():
    return jsonify([{"id": row.id, "room": row.room} for row in Doctor.query.limit(20).all()])


@app.post("/appointments")
@login_required
def book():
    db.session.add(Appointment(doctor_id=request.form["doctor"], patient_id=current_user.id))
    db.session.commit()
    return "", 201
"""


def test_those_who_are_chosen_by_whoever_books_are_shown_to_them(tmp_path: Path) -> None:
    def told(name: str, text: str) -> set[str]:
        app = written(tmp_path / name, {"app.py": text})
        return {verdict.subject for verdict in detect(app) if verdict.verdict == "gap"}

    assert "GET /doctors" not in told("a", BOOKING)
    assert "GET /doctors" in told("b", BOOKING.split('@app.post("/appointments")')[0])
