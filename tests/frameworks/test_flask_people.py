"""Flask: who may go where, by sessions, extensions and the app's own decorators."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import of_base, statuses, written
from python_app import only

from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access

HEAD = """
from functools import wraps
from flask import Flask, abort, flash, g, jsonify, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)
manager = LoginManager(app)


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    password_hash = db.Column(db.String(80))
    is_admin = db.Column(db.Boolean)

    def can(self, right):
        return self.is_admin


class LoyaltyCard(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))
    owner = db.relationship("User", backref=db.backref("cards", lazy="dynamic"))


@manager.user_loader
def load(user_id):
    return db.session.get(User, int(user_id))

"""


def view(folder: Path, body: str) -> Access:
    app = written(folder, {"main.py": HEAD + body})
    endpoint = next(e for e in app.endpoints if e.path == "/x")
    return Access(endpoint)


@pytest.mark.parametrize(
    ("guard", "wanted"),
    [
        ("@login_required\ndef x():\n    return jsonify(User.query.all())", {SIGNED_IN}),
        ("def x():\n    if not current_user.is_authenticated:\n        abort(401)\n    return 'x'", {SIGNED_IN}),
        ("def x():\n    if 'user_id' not in session:\n        return 'no', 401\n    return 'x'", {SIGNED_IN}),
        ("@login_required\ndef x():\n    if not current_user.is_admin:\n        abort(403)\n    return 'x'", {SIGNED_IN, ROLE}),
        ("@login_required\ndef x():\n    if not current_user.can('all'):\n        abort(403)\n    return 'x'", {SIGNED_IN, ROLE}),
        ("def x():\n    if not session.get('cart'):\n        return 'empty', 400\n    return 'x'", set()),
        ("def x():\n    return 'x'", set()),
    ],
)  # fmt: skip
def test_guards(tmp_path: Path, guard: str, wanted: set[str]) -> None:
    assert view(tmp_path, f"@app.get('/x')\n{guard}\n").anywhere() == wanted


def test_a_decorator_of_the_app_is_followed(tmp_path: Path) -> None:
    access = view(
        tmp_path,
        """
def needs(right):
    def decorate(f):
        @wraps(f)
        def inner(*args, **kwargs):
            if not current_user.is_authenticated:
                return redirect("/login")
            if not current_user.can(right):
                return jsonify(error="no"), 403
            return f(*args, **kwargs)
        return inner
    return decorate


@app.get("/x")
@needs("all")
def x():
    return jsonify([u.email for u in User.query.all()])
""",
    )
    assert {SIGNED_IN, ROLE} <= access.guards(access.endpoint.facts)
    assert [m.name for m in access.endpoint.middleware] == ["needs"]
    assert [a.status for a in access.endpoint.answers] == [302, 403, 200]


def test_a_hook_before_every_request_guards_what_comes_after(tmp_path: Path) -> None:
    access = view(
        tmp_path,
        """
@app.before_request
def load_person():
    if request.path == "/health":
        return None
    g.person = User.query.filter_by(id=session.get("user_id")).first()
    if g.person is None:
        return jsonify(error="who?"), 401


@app.get("/x")
def x():
    return jsonify(g.person.email)
""",
    )
    assert [a.status for a in access.endpoint.answers] == [401, 200]
    assert [m.name for m in access.endpoint.middleware] == ["load_person"]


def test_the_person_is_loaded_as_the_app_does_it(tmp_path: Path) -> None:
    access = view(
        tmp_path, "@app.get('/x')\n@login_required\ndef x():\n    return jsonify(current_user.cards.all())\n"
    )
    person, cards = access.endpoint.queries
    assert (person.table, cards.table) == ("user", "loyalty_card")
    assert OWNER in access.at_query(cards)


def test_a_backref_leads_to_the_owner(tmp_path: Path) -> None:
    access = view(
        tmp_path,
        """
@app.get("/x")
@login_required
def x():
    card = LoyaltyCard.query.get_or_404(request.args.get("id"))
    if card.owner.id != current_user.id:
        flash("not yours")
        return redirect("/")
    return jsonify(card.id)
""",
    )
    card = next(q for q in access.endpoint.queries if q.table == "loyalty_card")
    assert OWNER in access.after_query(card)


def test_the_base_lets_only_administrators_add_products() -> None:
    app = of_base("flask")
    assert ROLE in Access(only(app, "POST /products/new")).anywhere()
    assert statuses(app, "POST /products/new") == [401, 403, 302, 200]


def test_a_decorator_that_names_its_wrapper_after_the_view_runs_neither(tmp_path: Path) -> None:
    """Each round runs the next twice: a decorator that ran the first view would be given up for the second one."""
    rounds = "".join(
        f"def round{one}():\n    round{one + 1}()\n    round{one + 1}()\n\n\n" for one in range(13)
    )
    body = f"""
from functools import update_wrapper

def members(f):
    def wrapper(*args, **kwargs):
        if "user_id" not in session:
            abort(401)
        return f(*args, **kwargs)
    return update_wrapper(wrapper, f)

def round13():
    return None


{rounds}
@app.route("/long")
@members
def long():
    round0()
    return "done"

@app.route("/x")
@members
def x():
    return jsonify([card.id for card in LoyaltyCard.query.limit(20)])
"""
    assert SIGNED_IN in view(tmp_path, body).anywhere()
