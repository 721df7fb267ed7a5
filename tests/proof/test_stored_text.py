from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder
from roadworthy.patterns.malicious_input.cross_site_scripting.storing import writers

_APP = """
from flask import Flask, redirect, request
from flask_login import LoginManager, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)
LoginManager(app)


class CustomerReview(db.Model):
    __tablename__ = "customer_reviews"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))


@app.post("/own/reviews")
@login_required
def own():
    db.session.add(CustomerReview(name=request.form["name"]))
    db.session.commit()
    return redirect("/")


@app.post("/reviews")
def anybody():
    db.session.add(CustomerReview(name=request.form["reviewer"]))
    db.session.commit()
    return redirect("/")
"""


def test_what_anybody_may_store_is_tried_before_what_asks_for_a_sign_in(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(_APP)
    found = writers(audit_folder(tmp_path).app, "name")
    assert [(endpoint.path, field) for endpoint, field, _ in found] == [
        ("/reviews", "reviewer"),
        ("/own/reviews", "name"),
    ]
