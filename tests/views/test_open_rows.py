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


POSTS = """
from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.Text)
    author_id = db.Column(db.Integer, db.ForeignKey("user.id"))


class PostLike(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    post_id = db.Column(db.Integer, db.ForeignKey("post.id"))
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


@app.get("/posts")
@login_required
def posts():
    return jsonify([{"id": row.id, "text": row.text} for row in Post.query.limit(20).all()])


@app.post("/posts/<int:post_id>/like")
@login_required
def like(post_id):
    db.session.add(PostLike(post_id=POST, user_id=current_user.id))
    db.session.commit()
    return "", 201
"""


def test_what_anyone_may_like_is_shown_to_all_members(tmp_path: Path) -> None:
    def told(name: str, post: str) -> set[str]:
        app = written(tmp_path / name, {"app.py": POSTS.replace("POST,", f"{post},")})
        return {verdict.subject for verdict in detect(app) if verdict.verdict == "gap"}

    assert "GET /posts" not in told("a", "post_id")
    mine = "Post.query.filter_by(author_id=current_user.id).first().id"
    assert "GET /posts" in told("b", mine)
