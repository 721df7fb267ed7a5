"""Apps whose accounts only their author makes, and those where strangers make their own."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.newcomers import only_the_known
from tests.frameworks.node_app import understood

BLOG = """
from flask import Flask, request
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
db = SQLAlchemy(app)
login = LoginManager(app)
class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    password_hash = db.Column(db.String(80))
@login.user_loader
def load(key):
    return db.session.get(User, int(key))
@app.post("/login")
def enter():
    user = User.query.filter_by(email=request.form["email"]).first()
    if user and check_password_hash(user.password_hash, request.form["password"]):
        login_user(user)
    return "", 204
"""
MAKES = """
@app.post("/accounts")
def make():
    db.session.add(User(email=request.form["email"], password_hash=generate_password_hash(request.form["password"])))
    db.session.commit()
    return "", 204
"""


def test_an_account_that_anybody_makes_is_a_strangers(tmp_path: Path) -> None:
    alone = understood(tmp_path / "alone", {"app.py": BLOG})
    crowd = understood(tmp_path / "crowd", {"app.py": BLOG + MAKES})
    staff = understood(
        tmp_path / "staff", {"app.py": BLOG + MAKES.replace("def make", "@login_required\ndef make")}
    )

    assert alone.view(only_the_known) and staff.view(only_the_known)
    assert not crowd.view(only_the_known)
